"""The lists that the program has: what each shows, sorts, filters and searches by."""

from __future__ import annotations

from oci_desktop.dates import IN_FORCE, LASTS
from oci_desktop.errors import NotFoundError
from oci_desktop.i18n import LANGUAGES, N_, Bilingual, pgettext
from oci_desktop.model.codes import (
    CIVILITIES,
    LANGUAGES_SPOKEN,
    LEAVING_REASONS,
    ORGANISATION_KINDS,
    REGIONS,
    ROLE_FLAGS,
)
from oci_desktop.queries.assessment_lists import ASSESSMENT_LISTS
from oci_desktop.queries.lists import ListDefinition, Reads, with_choices
from oci_desktop.queries.standing import PILL_SQL, STATE, STATE_JOINS, STATE_RANK_SQL, STATE_SQL
from oci_desktop.tables import (
    BOOLEAN,
    DATE,
    EMAIL,
    INTEGER,
    LIST,
    NAME,
    NOTE,
    PHONE,
    TEXT,
    URL,
    Choice,
    Column,
)


def _kind_in_short(code: str) -> str:
    """The kind in a column of 84 pixels: the commonest one has the longest name."""
    words = {
        "ngo": pgettext("short kind", "NGO"),
        "partner": pgettext("short kind", "Partner"),
        "funder": pgettext("short kind", "Funder"),
        "network": pgettext("short kind", "Network"),
        "public_body": pgettext("short kind", "Public"),
        "other": pgettext("short kind", "Other"),
    }
    return words.get(code, code)


KIND = Choice(ORGANISATION_KINDS, short=_kind_in_short)
REGION = Choice({code: Bilingual(name, name) for code, name in REGIONS.items()})
CATEGORY = Choice({})
REASON = Choice(LEAVING_REASONS)
CIVILITY = Choice(CIVILITIES)
LANGUAGE = Choice({code: LANGUAGES_SPOKEN[code] for code in LANGUAGES})

_NAME_ON_THE_DAY = "JOIN organisation_name n ON n.organisation_id = o.id AND " + IN_FORCE.format("n")
_REGION_ON_THE_DAY = "LEFT JOIN organisation_region r ON r.organisation_id = o.id AND " + IN_FORCE.format("r")


def _first_contact(alias: str, kind: str, owner: str) -> str:
    return (
        f"LEFT JOIN contact_point {alias} ON {alias}.{owner}_id = {owner[0]}.id"
        f" AND {alias}.kind = '{kind}' AND {alias}.position = 0"
    )


_MAIN_CONTACT = (
    "LEFT JOIN person main ON main.id = (SELECT x.person_id FROM role x"
    " WHERE x.organisation_id = o.id AND x.main_contact = 1 AND "
    + IN_FORCE.format("x")
    + " ORDER BY x.position, x.id LIMIT 1)"
)

_ORGANISATION_JOINS = {
    "r": _REGION_ON_THE_DAY,
    "mail": _first_contact("mail", "email", "organisation"),
    "phone": _first_contact("phone", "phone", "organisation"),
    "office": _first_contact("office", "office_address", "organisation"),
}


def _has_role(flag: str) -> str:
    """'yes' or 'no': whether somebody holds that flag for the organisation on the day."""
    return (
        f"CASE WHEN EXISTS (SELECT 1 FROM role x WHERE x.organisation_id = o.id AND x.{flag} = 1 AND "
        + IN_FORCE.format("x")
        + ") THEN 'yes' ELSE 'no' END"
    )


def _id(alias: str) -> tuple[Column, Column]:
    return (
        Column("id", N_("Number"), INTEGER, width=80, shown=False, sql=f"{alias}.id"),
        Column("ref", N_("Reference"), TEXT, width=260, shown=False, sql=f"{alias}.ref"),
    )


MEMBERS = ListDefinition(
    name="members",
    title=N_("Members"),
    columns=(
        *_id("o"),
        Column("name", N_("Name"), NAME, width=340, sql="n.printed", sort="n.sort_key"),
        Column("acronym", N_("Acronym"), TEXT, width=90, shown=False, sql="n.acronym"),
        Column("category", N_("Category"), CATEGORY, width=104, sql="c.code", sort="c.position"),
        Column("region", N_("Region"), REGION, width=156, sql="NULLIF(r.region, '')"),
        Column(
            "contact",
            N_("Main contact"),
            TEXT,
            width=152,
            exported=False,
            sql="NULLIF(TRIM(COALESCE(main.given_name, '') || ' ' || COALESCE(main.family_name, '')), '')",
            sort="main.sort_key",
        ),
        Column(
            "self_assessment",
            N_("Self-assessment"),
            STATE,
            width=228,
            sql=PILL_SQL,
            code=STATE_SQL,
            sort=STATE_RANK_SQL,
        ),
        Column("email", N_("E-mail"), EMAIL, width=200, shown=False, sql="mail.value"),
        Column("member_since", N_("Member since"), DATE, width=120, shown=False, sql="m.member_since"),
    ),
    id_sql="o.id",
    source=(
        "FROM membership m JOIN organisation o ON o.id = m.organisation_id"
        f" {_NAME_ON_THE_DAY} JOIN category c ON c.id = m.category_id"
    ),
    joins={**_ORGANISATION_JOINS, "main": _MAIN_CONTACT, **STATE_JOINS},
    where=LASTS.format("m") + " AND o.is_self = 0",
    order=("c.position", "n.sort_key", "o.id"),
    search_in=("o.id", "organisation"),
    record="organisation",
    filters={
        "kind": "o.kind",
        # Every condition that is asked for is met; with none asked for, nobody lacks any.
        "in_good_standing": (
            "CASE WHEN NOT EXISTS (SELECT 1 FROM campaign asked WHERE asked.counts = 1 AND asked.opens_on <= :day)"
            " THEN 'yes'"
            " WHEN good.id IS NOT NULL OR ex.id IS NOT NULL THEN 'yes' ELSE 'no' END"
        ),
        "main_contact": _has_role("main_contact"),
        "delegate": _has_role("delegate"),
    },
)

ORGANISATIONS = ListDefinition(
    name="organisations",
    title=N_("Organisations"),
    columns=(
        *_id("o"),
        Column("name", N_("Name"), NAME, width=340, sql="n.printed", sort="n.sort_key"),
        Column("name_en", N_("Name in English"), TEXT, width=240, shown=False, sql="n.english"),
        Column("acronym", N_("Acronym"), TEXT, width=90, sql="n.acronym"),
        Column(
            "aliases", N_("Other names (former, acronyms, spellings)"), LIST, width=200, shown=False, sql="o.aliases"
        ),
        Column("kind", N_("Kind"), KIND, width=84, sql="o.kind"),
        Column("email", N_("E-mail"), EMAIL, width=200, sql="mail.value", shown=False),
        Column("phone", N_("Telephone"), PHONE, width=130, sql="phone.value", shown=False),
        Column("web", N_("Web site"), URL, width=200, shown=False, sql="o.web"),
        Column("region", N_("Region"), REGION, width=160, sql="NULLIF(r.region, '')"),
        Column("founded", N_("Founded"), DATE, width=100, shown=False, sql="o.founded"),
        Column("neq", N_("NEQ"), TEXT, width=110, shown=False, sql="o.neq"),
        Column(
            "charity_number", N_("Charity registration (CRA)"), TEXT, width=150, shown=False, sql="o.charity_number"
        ),
        Column(
            "archived",
            N_("Archived"),
            BOOLEAN,
            width=90,
            shown=False,
            sql="CASE WHEN o.archived_on IS NULL OR o.archived_on > :day THEN 0 ELSE 1 END",
        ),
        Column("legal_name", N_("Legal name"), TEXT, width=240, shown=False, sql="n.legal"),
        Column("usual_name", N_("Usual name"), TEXT, width=240, shown=False, sql="n.usual"),
        Column("sort_key", N_("Sort key"), TEXT, width=160, shown=False, sql="n.sort_as"),
        Column("street", N_("Street"), NOTE, width=200, shown=False, sql="office.street"),
        Column("city", N_("Municipality"), TEXT, width=140, shown=False, sql="office.city"),
        Column("province", N_("Province"), TEXT, width=100, shown=False, sql="office.province"),
        Column("postal_code", N_("Postal code"), TEXT, width=100, shown=False, sql="office.postal_code"),
        Column("country", N_("Country"), TEXT, width=100, shown=False, sql="office.country"),
        Column("languages", N_("Languages"), LIST, width=110, shown=False, sql="o.languages"),
        Column("tags", N_("Tags"), LIST, width=140, shown=False, sql="o.tags"),
        Column("description_fr", N_("Description in French"), NOTE, width=260, shown=False, sql="o.description_fr"),
        Column("description_en", N_("Description in English"), NOTE, width=260, shown=False, sql="o.description_en"),
        Column(
            "media_consent", N_("May be named to the media"), BOOLEAN, width=120, shown=False, sql="o.media_consent"
        ),
        Column("is_self", N_("The association itself"), BOOLEAN, width=120, shown=False, sql="o.is_self"),
        Column("notes", N_("Notes"), NOTE, width=260, shown=False, sql="o.notes"),
    ),
    id_sql="o.id",
    source=f"FROM organisation o {_NAME_ON_THE_DAY}",
    joins=_ORGANISATION_JOINS,
    order=("n.sort_key", "o.id"),
    search_in=("o.id", "organisation"),
    record="organisation",
    filters={
        "member": (
            "CASE WHEN EXISTS (SELECT 1 FROM membership m WHERE m.organisation_id = o.id AND "
            + LASTS.format("m")
            + ") THEN 'yes' ELSE 'no' END"
        )
    },
)

_ORGANISATION = (
    Column("organisation", N_("Organisation"), NAME, width=320, sql="n.printed", sort="n.sort_key"),
    Column("organisation_ref", N_("Reference of the organisation"), TEXT, width=260, shown=False, sql="o.ref"),
)

MEMBERSHIPS = ListDefinition(
    name="memberships",
    title=N_("Memberships"),
    columns=(
        *_id("m"),
        *_ORGANISATION,
        Column("category", N_("Category"), CATEGORY, width=110, sql="c.code", sort="c.position"),
        Column("starts_on", N_("Entry into force"), DATE, width=120, sql="m.starts_on"),
        Column("ends_on", N_("End"), DATE, width=120, sql="m.ends_on"),
        Column("adopted_on", N_("Adopted on"), DATE, width=120, shown=False, sql="m.adopted_on"),
        Column("notice_on", N_("Notice given on"), DATE, width=120, shown=False, sql="m.notice_on"),
        Column("decided_by", N_("Deciding body"), TEXT, width=180, sql="m.decided_by"),
        Column("reason", N_("Reason for leaving"), REASON, width=160, sql="m.reason"),
        Column("notes", N_("Notes"), NOTE, width=240, shown=False, sql="m.notes"),
    ),
    id_sql="m.id",
    source=(
        "FROM membership m JOIN organisation o ON o.id = m.organisation_id"
        f" {_NAME_ON_THE_DAY} JOIN category c ON c.id = m.category_id"
    ),
    in_force=LASTS.format("m"),
    order=("n.sort_key", "o.id", "m.starts_on", "m.id"),
    search_in=("o.id", "organisation"),
    record="membership",
)

_PERSON_NAME = "TRIM(COALESCE(p.given_name, '') || ' ' || COALESCE(p.family_name, ''))"

# The role that a list of people shows: the first of those in force on the day.
_MAIN_ROLE = (
    "LEFT JOIN role ro ON ro.id = (SELECT x.id FROM role x WHERE x.person_id = p.id AND "
    + IN_FORCE.format("x")
    + " ORDER BY x.main_contact DESC, x.position, x.id LIMIT 1)"
)

PEOPLE = ListDefinition(
    name="people",
    title=N_("People"),
    columns=(
        *_id("p"),
        Column("name", N_("Name"), NAME, width=240, sql=_PERSON_NAME, sort="p.sort_key"),
        Column("given_name", N_("Given name"), TEXT, width=120, shown=False, sql="p.given_name"),
        Column("family_name", N_("Family name"), TEXT, width=140, shown=False, sql="p.family_name"),
        Column("sort_key", N_("Sort key"), TEXT, width=140, shown=False, sql="p.sort_as"),
        Column("civility", N_("Civility"), CIVILITY, width=90, shown=False, sql="p.civility"),
        Column("form_of_address", N_("Form of address"), TEXT, width=160, shown=False, sql="p.form_of_address"),
        Column("pronouns", N_("Pronouns"), TEXT, width=90, shown=False, sql="p.pronouns"),
        Column("language", N_("Language"), LANGUAGE, width=90, shown=False, sql="p.language"),
        Column("role", N_("Role"), TEXT, width=190, sql="ro.title"),
        Column("organisation", N_("Organisation"), TEXT, width=220, sql="ron.printed", sort="ron.sort_key"),
        Column("work_email", N_("E-mail at work"), EMAIL, width=200, shown=False, sql="romail.value"),
        Column("work_phone", N_("Telephone at work"), PHONE, width=130, shown=False, sql="rophone.value"),
        Column("email", N_("Private e-mail"), EMAIL, width=200, shown=False, sql="mail.value"),
        Column("phone", N_("Private telephone"), PHONE, width=130, shown=False, sql="phone.value"),
        Column("notes", N_("Notes"), NOTE, width=240, shown=False, sql="p.notes"),
        Column(
            "archived",
            N_("Archived"),
            BOOLEAN,
            width=90,
            shown=False,
            sql="CASE WHEN p.archived_on IS NULL OR p.archived_on > :day THEN 0 ELSE 1 END",
        ),
    ),
    id_sql="p.id",
    source="FROM person p",
    joins={
        "ro": _MAIN_ROLE,
        "ron": "LEFT JOIN organisation_name ron ON ron.organisation_id = ro.organisation_id AND "
        + IN_FORCE.format("ron"),
        "romail": "LEFT JOIN contact_point romail ON romail.role_id = ro.id"
        " AND romail.kind = 'email' AND romail.position = 0",
        "rophone": "LEFT JOIN contact_point rophone ON rophone.role_id = ro.id"
        " AND rophone.kind = 'phone' AND rophone.position = 0",
        "mail": _first_contact("mail", "email", "person"),
        "phone": _first_contact("phone", "phone", "person"),
    },
    order=("p.sort_key", "p.id"),
    search_in=("p.id", "person"),
    record="person",
)

ROLES = ListDefinition(
    name="roles",
    title=N_("Roles"),
    columns=(
        *_id("r"),
        Column("person", N_("Person"), NAME, width=200, sql=_PERSON_NAME, sort="p.sort_key"),
        Column("person_ref", N_("Reference of the person"), TEXT, width=260, shown=False, sql="p.ref"),
        *_ORGANISATION,
        Column("title", N_("Title"), TEXT, width=220, sql="r.title"),
        Column("starts_on", N_("Start"), DATE, width=120, sql="r.starts_on"),
        Column("ends_on", N_("End"), DATE, width=120, sql="r.ends_on"),
        Column("email", N_("E-mail"), EMAIL, width=200, sql="mail.value"),
        Column("phone", N_("Telephone"), PHONE, width=130, sql="phone.value"),
        *(Column(key, label, BOOLEAN, width=110, shown=False, sql=f"r.{key}") for key, label in ROLE_FLAGS.items()),
        Column("notes", N_("Notes"), NOTE, width=240, shown=False, sql="r.notes"),
    ),
    id_sql="r.id",
    source=(
        "FROM role r JOIN person p ON p.id = r.person_id"
        f" JOIN organisation o ON o.id = r.organisation_id {_NAME_ON_THE_DAY}"
    ),
    joins={
        "mail": _first_contact("mail", "email", "role"),
        "phone": _first_contact("phone", "phone", "role"),
    },
    in_force=IN_FORCE.format("r"),
    order=("n.sort_key", "o.id", "r.position", "p.sort_key", "r.id"),
    search="(p.search_norm || ' ' || o.search_norm)",
    record="role",
)

LISTS = (MEMBERS, ORGANISATIONS, MEMBERSHIPS, PEOPLE, ROLES, *ASSESSMENT_LISTS)


def categories(reader: Reads) -> dict[str, Bilingual]:
    """Every category of membership, in order: code → name."""
    rows = reader.rows("SELECT code, name_fr, name_en FROM category ORDER BY position, id")
    return {code: Bilingual(fr, en) for code, fr, en in rows}


def get_list(reader: Reads, name: str) -> ListDefinition:
    """The list of that name, with this file's own categories.

    Raises: NotFoundError naming the lists that exist.
    """
    for definition in LISTS:
        if definition.name == name.replace("_", "-"):
            if any(column.key == "category" for column in definition.columns):
                return with_choices(definition, "category", Choice(categories(reader)))
            return definition
    raise NotFoundError(
        N_("There is no list “{name}”. There are: {names}."),
        name=name,
        names=", ".join(definition.name for definition in LISTS),
    )
