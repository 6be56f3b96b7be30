"""The codes that records hold, with their labels (English msgids) in the order to offer them.

They stand apart from the records themselves because every list needs them at the start, and nothing else.
"""

from __future__ import annotations

from oci_desktop.i18n import N_

ORGANISATION_KINDS = {
    "ngo": N_("International cooperation organisation"),
    "partner": N_("Partner"),
    "funder": N_("Funder"),
    "network": N_("Network"),
    "public_body": N_("Public body"),
    "other": N_("Other"),
}

REGIONS = {
    "01": "Bas-Saint-Laurent",
    "02": "Saguenay–Lac-Saint-Jean",
    "03": "Capitale-Nationale",
    "04": "Mauricie",
    "05": "Estrie",
    "06": "Montréal",
    "07": "Outaouais",
    "08": "Abitibi-Témiscamingue",
    "09": "Côte-Nord",
    "10": "Nord-du-Québec",
    "11": "Gaspésie–Îles-de-la-Madeleine",
    "12": "Chaudière-Appalaches",
    "13": "Laval",
    "14": "Lanaudière",
    "15": "Laurentides",
    "16": "Montérégie",
    "17": "Centre-du-Québec",
}
"""The administrative regions of Quebec; their names are the same in every language."""

LINK_KINDS = {
    "renamed": N_("became, by a change of name"),
    "merged": N_("merged into"),
    "split": N_("split into"),
}

LANGUAGES_SPOKEN = {"fr": N_("French"), "en": N_("English"), "es": N_("Spanish"), "pt": N_("Portuguese")}

REGULAR, SYMPATHISER = "regular", "sympathiser"

LEAVING_REASONS = {
    "resignation": N_("Resignation"),
    "dissolution": N_("Dissolution"),
    "merger": N_("Merger"),
    "exclusion": N_("Exclusion"),
    "category_change": N_("Change of category"),
    "other": N_("Other"),
}

CIVILITIES = {"mme": N_("Mrs."), "m": N_("Mr."), "mx": N_("Mx."), "dr": N_("Dr.")}

ROLE_FLAGS = {
    "main_contact": N_("Main contact"),
    "delegate": N_("Delegate"),
    "substitute": N_("Substitute"),
    "security_contact": N_("Security focal point"),
    "signatory": N_("Signatory"),
}

OFFICE_ADDRESS, MAIL_ADDRESS = "office_address", "mail_address"

PHONE, MOBILE, FAX, EMAIL = "phone", "mobile", "fax", "email"

CONTACT_KINDS = {
    OFFICE_ADDRESS: N_("Office address"),
    MAIL_ADDRESS: N_("Mailing address"),
    PHONE: N_("Telephone"),
    MOBILE: N_("Mobile"),
    FAX: N_("Fax"),
    EMAIL: N_("E-mail"),
}

ADDRESS_KINDS = (OFFICE_ADDRESS, MAIL_ADDRESS)

PHONE_KINDS = (PHONE, MOBILE, FAX)

GOOD, BOUNCED, AWAY, UNSUBSCRIBED = "good", "bounced", "away", "unsubscribed"

EMAIL_STATES = {
    GOOD: N_("Good"),
    BOUNCED: N_("Bounced"),
    AWAY: N_("Away"),
    UNSUBSCRIBED: N_("Unsubscribed"),
}
