"""What the history calls each table and each column, what a value of it is, and what it leaves unsaid.

A column is named alone where it means the same everywhere, as "table.column" where a table has its own word for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from oci_desktop.i18n import N_
from oci_desktop.model.codes import (
    CIVILITIES,
    EMAIL_STATES,
    LANGUAGES_SPOKEN,
    LEAVING_REASONS,
    ROLE_FLAGS,
)
from oci_desktop.model.questionnaire import DRAFT, PUBLISHED
from oci_desktop.model.standing import (
    ACTION_STATES,
    CHANNELS,
    LEVELS,
    MAILING_KINDS,
    SELF_ASSESSMENT,
    STEPS,
)
from oci_desktop.tables import BOOLEAN, DATE, LIST, TEXT, Choice, Kind

SUBJECTS: Mapping[str, str] = {
    "setting": N_("Setting"),
    "fiscal_year": N_("Fiscal year"),
    "category": N_("Category"),
    "organisation": N_("Record"),
    "organisation_name": N_("Name"),
    "organisation_region": N_("Region"),
    "organisation_link": N_("Tie"),
    "membership": N_("Membership"),
    "person": N_("Record"),
    "role": N_("Role"),
    "contact_point": N_("Contact details"),
    "questionnaire": N_("Questionnaire"),
    "questionnaire_version": N_("Version of the questionnaire"),
    "questionnaire_profile": N_("Profile"),
    "scale_choice": N_("Answer to choose from"),
    "required_signatory": N_("Signature required"),
    "principle": N_("Principle"),
    "questionnaire_item": N_("Item"),
    "campaign": N_("Campaign"),
    "self_assessment": N_("Self-assessment"),
    "self_assessment_step": N_("Step"),
    "exemption": N_("Dispense"),
    "attestation": N_("Attestation"),
    "attestation_signatory": N_("Signatory"),
    "answer": N_("Answer"),
    "planned_action": N_("Action"),
    "letter_template": N_("Text of the letters"),
    "mailing": N_("Mailing"),
    "mailing_recipient": N_("Letter or message"),
}

LABELS: Mapping[str, str] = {
    "printed": N_("Name, as printed"),
    "legal": N_("Legal name"),
    "usual": N_("Usual name"),
    "english": N_("Name in English"),
    "acronym": N_("Acronym"),
    "sort_as": N_("Filed under"),
    "kind": N_("Kind"),
    "aliases": N_("Other names"),
    "tags": N_("Tags"),
    "languages": N_("Languages"),
    "neq": N_("NEQ"),
    "charity_number": N_("Charity registration (CRA)"),
    "founded": N_("Founded"),
    "web": N_("Web site"),
    "description_fr": N_("Description in French"),
    "description_en": N_("Description in English"),
    "notes": N_("Notes"),
    "media_consent": N_("May be named to the media"),
    "archived_on": N_("Archived on"),
    "region": N_("Region"),
    "category_id": N_("Category"),
    "starts_on": N_("Start"),
    "ends_on": N_("End"),
    "adopted_on": N_("Adopted on"),
    "notice_on": N_("Notice given on"),
    "decided_by": N_("Deciding body"),
    "reason": N_("Reason"),
    "membership.reason": N_("Reason for leaving"),
    "given_name": N_("Given name"),
    "family_name": N_("Family name"),
    "civility": N_("Civility"),
    "form_of_address": N_("Form of address"),
    "pronouns": N_("Pronouns"),
    "language": N_("Language"),
    "title": N_("Title"),
    "person_id": N_("Person"),
    "organisation_id": N_("Organisation"),
    "successor_id": N_("What it became"),
    "happened_on": N_("When"),
    "label": N_("Whose, or for what"),
    "fiscal_year.label": N_("Name"),
    "value": N_("Contact details"),
    "setting.value": N_("Value"),
    "street": N_("Street and suite"),
    "city": N_("Municipality"),
    "province": N_("Province or territory"),
    "postal_code": N_("Postal code"),
    "country": N_("Country"),
    "state": N_("State"),
    "state_on": N_("Since"),
    "name": N_("Name"),
    "name_fr": N_("Name in French"),
    "name_en": N_("Name in English"),
    "plural_fr": N_("Plural in French"),
    "plural_en": N_("Plural in English"),
    "code": N_("Identifier"),
    "campaign.code": N_("Short name"),
    "campaign.counts": N_("A condition of membership"),
    "title_fr": N_("Title in French"),
    "title_en": N_("Title in English"),
    "label_fr": N_("Label in French"),
    "label_en": N_("Label in English"),
    "text_fr": N_("Text in French"),
    "text_en": N_("Text in English"),
    "subject_fr": N_("Subject in French"),
    "subject_en": N_("Subject in English"),
    "body_fr": N_("Text in French"),
    "body_en": N_("Text in English"),
    "help_fr": N_("Help in French"),
    "help_en": N_("Help in English"),
    "evidence_fr": N_("Typical evidence in French"),
    "evidence_en": N_("Typical evidence in English"),
    "introduction_fr": N_("Introduction in French"),
    "introduction_en": N_("Introduction in English"),
    "attestation_fr": N_("Text of the attestation in French"),
    "attestation_en": N_("Text of the attestation in English"),
    "meaning_fr": N_("What the signature means, in French"),
    "meaning_en": N_("What the signature means, in English"),
    "published_on": N_("Published on"),
    "based_on_id": N_("Based on"),
    "index_shown": N_("Index shown"),
    "weight": N_("Weight"),
    "scale_choice.weight": N_("Counts as"),
    "reason_required": N_("A reason is required"),
    "profile": N_("Profile"),
    "profiles": N_("Profiles"),
    "questionnaire_version_id": N_("Questionnaire"),
    "questionnaire_item_id": N_("Item"),
    "level": N_("Level"),
    "questionnaire_version.level": N_("Level that campaigns begin with"),
    "opens_on": N_("Opening"),
    "due_on": N_("Due date"),
    "grace_until": N_("Grace until"),
    "valid_until": N_("Valid until"),
    "campaign_id": N_("Campaign"),
    "step": N_("Step"),
    "added_on": N_("Added on"),
    "consent_on": N_("Consent given on"),
    "consent_by": N_("Consent given by"),
    "consent_withdrawn_on": N_("Consent withdrawn on"),
    "carried_from_id": N_("Answers carried over from"),
    "condition": N_("Condition"),
    "decided_on": N_("Decided on"),
    "number": N_("Number"),
    "received_on": N_("Received on"),
    "discussed_on": N_("Discussed by the board on"),
    "explanation": N_("Explanation"),
    "document_name": N_("Returned document"),
    "signed_on": N_("Signed on"),
    "choice": N_("Answer"),
    "comment": N_("Comment"),
    "evidence": N_("Evidence"),
    "confidential": N_("Confidential"),
    "to_confirm": N_("To confirm"),
    "answered_on": N_("Answered on"),
    "answered_by": N_("Answered by"),
    "text": N_("Action"),
    "owner": N_("Owner"),
    "channel": N_("How"),
    "subject": N_("Subject"),
    "sent_on": N_("Sent on"),
    "address": N_("Address"),
    "failure": N_("Why it did not leave"),
    **ROLE_FLAGS,
}

DATES = (
    "founded", "archived_on", "starts_on", "ends_on", "adopted_on", "notice_on", "happened_on", "state_on",
    "published_on", "opens_on", "due_on", "grace_until", "valid_until", "added_on", "consent_on",
    "consent_withdrawn_on", "decided_on", "received_on", "discussed_on", "signed_on", "answered_on", "sent_on",
)  # fmt: skip

KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(DATES, DATE),
    **dict.fromkeys(ROLE_FLAGS, BOOLEAN),
    **dict.fromkeys(("media_consent", "index_shown", "reason_required", "confidential", "to_confirm"), BOOLEAN),
    "aliases": LIST,
    "tags": LIST,
    "membership.reason": Choice(LEAVING_REASONS),
    "civility": Choice(CIVILITIES),
    "language": Choice(LANGUAGES_SPOKEN),
    "step": Choice(STEPS),
    "level": Choice(LEVELS),
    "condition": Choice({SELF_ASSESSMENT: N_("Self-assessment")}),
    "contact_point.state": Choice(EMAIL_STATES),
    "questionnaire_version.state": Choice({DRAFT: N_("Draft"), PUBLISHED: N_("Published")}),
    "planned_action.state": Choice(ACTION_STATES),
    "mailing_recipient.state": Choice({"sent": N_("Sent"), "failed": N_("Not sent")}),
    "mailing.kind": Choice(MAILING_KINDS),
    "channel": Choice(CHANNELS),
}

UNTOLD = frozenset(
    (
        # The program keeps them for itself, or they follow from others.
        "id", "ref", "version", "search_norm", "sort_key", "member_since", "last_day", "position", "setting.key",
        "is_self",
        # A document is told by its name, an answer that changed after the signature by the attestation.
        "document", "answers_digest",
        # The record that is open, or the line above, says them.
        "role_id", "self_assessment_id", "attestation_id", "questionnaire_id", "principle_id", "mailing_id",
        "who", "attestation_signatory.person_id", "mailing_recipient.person_id",
        "contact_point.organisation_id", "contact_point.person_id",
        "attestation_signatory.organisation_id",
    )
)  # fmt: skip
"""Columns that nobody wants to read about."""

ALONE: Mapping[str, tuple[str, ...]] = {
    "role": ("person_id", "organisation_id", "title"),
    "campaign": ("code", "title_fr"),
    "self_assessment": ("organisation_id", "campaign_id"),
    "self_assessment_step": ("organisation_id", "step", "happened_on"),
    "exemption": ("organisation_id", "condition", "campaign_id", "decided_by"),
    "attestation": ("organisation_id", "number"),
    "attestation_signatory": ("name", "title"),
    "answer": ("questionnaire_item_id", "choice"),
    "planned_action": ("questionnaire_item_id", "text"),
    "questionnaire": ("title_fr",),
    "questionnaire_version": ("number", "state"),
    "questionnaire_profile": ("name_fr",),
    "scale_choice": ("label_fr",),
    "required_signatory": ("title_fr",),
    "principle": ("code", "title_fr"),
    "questionnaire_item": ("code", "text_fr"),
    "letter_template": ("name_fr",),
    "mailing": ("kind", "sent_on", "channel"),
    "fiscal_year": ("label",),
    "category": ("name_fr",),
}
"""Of what appears or goes away: the columns that come first, in this order, and are understood without their label."""

EVERYWHERE_ALONE = frozenset(
    ("printed", "title", "value", "region", "category_id", "street", "city", "postal_code", "person_id",
     "organisation_id", "label", "kind")
)  # fmt: skip

UNSAID_AT_FIRST: Mapping[str, tuple[str, ...]] = {
    "campaign": ("title_en",),
    "questionnaire": ("code", "title_en"),
    "questionnaire_version": (
        "introduction_fr", "introduction_en", "attestation_fr", "attestation_en", "meaning_fr", "meaning_en", "level",
    ),
    "questionnaire_profile": ("code", "name_en"),
    "scale_choice": ("code", "label_en"),
    "required_signatory": ("title_en",),
    "principle": ("title_en", "help_fr", "help_en"),
    "questionnaire_item": ("text_en", "help_fr", "help_en", "evidence_fr", "evidence_en", "weight"),
    "attestation": ("questionnaire_version_id",),
    "answer": ("answered_on", "answered_by"),
    "letter_template": ("code", "name_en", "subject_en", "body_en"),
    "category": ("code", "name_en", "plural_fr", "plural_en"),
}  # fmt: skip
"""Of what appears or goes away: what would only make its line long. A change of it is told."""

SETTINGS: Mapping[str, str] = {"language": N_("Language of the file"), "logo": N_("Logo")}
"""Those that a person makes; the others are the program's own."""


def own(word: str, table: str, words: Mapping[str, object]) -> str:
    """The key of a column in `words`: its table's own word for it, or the one of all tables."""
    return f"{table}.{word}" if f"{table}.{word}" in words else word


def is_untold(table: str, column: str) -> bool:
    """Whether nobody wants to read about this column."""
    return column in UNTOLD or f"{table}.{column}" in UNTOLD


def kind_of(table: str, column: str) -> Kind:
    return KINDS.get(own(column, table, KINDS), TEXT)
