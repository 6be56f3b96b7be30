"""The lists of self-assessments: a campaign member by member, attestations, dispenses, actions.

No list holds answers: they are in no export, no search result, and no default view.
"""

from __future__ import annotations

from oci_desktop.dates import IN_FORCE, LASTS
from oci_desktop.i18n import LANGUAGES, N_
from oci_desktop.model.codes import EMAIL_STATES, LANGUAGES_SPOKEN
from oci_desktop.model.standing import ACTION_STATES, LEVELS, SELF_ASSESSMENT
from oci_desktop.queries.lists import ListDefinition, Query, Reads
from oci_desktop.queries.mailings import FIRST, language_sql
from oci_desktop.queries.standing import (
    EXEMPTION,
    LAST,
    LATENESS_KIND,
    LATENESS_SQL,
    PRIOR,
    STEP,
    STEP_SQL,
    since_prior,
)
from oci_desktop.tables import DATE, EMAIL, INTEGER, NAME, NOTE, TEXT, Choice, Column, Kind

_NAME = "JOIN organisation_name n ON n.organisation_id = o.id AND " + IN_FORCE.format("n")

_REGION = "LEFT JOIN organisation_region r ON r.organisation_id = o.id AND " + IN_FORCE.format("r")

_MEMBER = (
    Column("member", N_("Member"), NAME, width=300, sql="n.printed", sort="n.sort_key"),
    Column("ref", N_("Reference of the organisation"), TEXT, width=260, shown=False, sql="o.ref"),
)


def _role(alias: str, flag: str) -> str:
    """The role of `o` with that flag on the day: of who gets its letters."""
    return (
        f"LEFT JOIN role {alias} ON {alias}.id = (SELECT x.id FROM role x JOIN person xp ON xp.id = x.person_id"
        f" WHERE x.organisation_id = o.id AND x.{flag} = 1 AND xp.archived_on IS NULL AND {IN_FORCE.format('x')}"
        f" ORDER BY {FIRST.format('x')} LIMIT 1)"
    )


def _first_email(alias: str, owner: str, owner_id: str) -> str:
    return (
        f"LEFT JOIN contact_point {alias} ON {alias}.{owner} = {owner_id}"
        f" AND {alias}.kind = 'email' AND {alias}.position = 0"
    )


_PERSON = "NULLIF(TRIM(COALESCE({0}.given_name, '') || ' ' || COALESCE({0}.family_name, '')), '')"

_STEP_RANK = (
    f"CASE {STEP_SQL} WHEN 'to_complete' THEN 0 WHEN 'received' THEN 1 WHEN 'answers' THEN 2 WHEN 'sent' THEN 3"
    " WHEN 'to_send' THEN 4 WHEN 'refused' THEN 5 WHEN 'exempt' THEN 6 ELSE 7 END"
)

_LATENESS_RANK = f"CASE {LATENESS_SQL} WHEN 'late' THEN 0 WHEN 'grace' THEN 1 ELSE 2 END"

_STILL_CONCERNED = (
    # A member on the day, or never one up to then (an applicant); those that left are no longer asked.
    "(m.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM membership past WHERE past.organisation_id = o.id"
    " AND past.last_day < :day)) AND (sa.added_on IS NULL OR sa.added_on <= :day)"
)


def current_campaign_code(reader: Reads, as_of: str) -> str | None:
    """The campaign of the day: the one opened last; None before the first.

    A campaign on something else than membership, or a supplementary one (for less than half as many members as
    another that is still valid), does not stand before the campaign that concerns everybody.
    """
    rows = reader.rows(
        "SELECT code, counts, valid_until >= :day,"
        " (SELECT COUNT(*) FROM self_assessment sa WHERE sa.campaign_id = campaign.id)"
        " FROM campaign WHERE opens_on <= :day ORDER BY counts DESC, opens_on DESC, id DESC",
        {"day": as_of},
    )
    if not rows:
        return None
    most = max((row[3] for row in rows if row[1] == rows[0][1] and row[2]), default=0)
    for code, _counts, _valid, addressed in rows:
        if 2 * addressed >= most:
            return str(code)
    return str(rows[0][0])


def _in_one_campaign(reader: Reads, query: Query) -> Query:
    """Without a campaign named, the current one of the day."""
    if any(key == "campaign" for key, _values in query.filters):
        return query
    return query.filtered("campaign", current_campaign_code(reader, query.as_of) or "")


CAMPAIGN = ListDefinition(
    name="campaign",
    title=N_("Campaign"),
    columns=(
        Column("id", N_("Number"), INTEGER, width=80, shown=False, sql="sa.id", exported=False),
        *_MEMBER,
        Column("category", N_("Category"), Choice({}), width=104, shown=False, sql="c.code", sort="c.position"),
        Column("step", N_("Step"), STEP, width=176, sql=STEP_SQL, sort=_STEP_RANK),
        Column("lateness", N_("Lateness"), LATENESS_KIND, width=104, sql=LATENESS_SQL, sort=_LATENESS_RANK),
        Column("due", N_("Due"), DATE, width=120, shown=False, sql=since_prior("due_on")),
        Column("grace_until", N_("Grace until"), DATE, width=130, sql=since_prior("grace_until")),
        Column(
            "valid_until",
            N_("Valid until"),
            DATE,
            width=120,
            shown=False,
            sql="CASE WHEN last.step = 'valid' THEN cp.valid_until WHEN ex.id IS NOT NULL THEN ex.ends_on END",
        ),
        Column(
            "last_reminder",
            N_("Last reminder"),
            DATE,
            width=130,
            sql=(
                "(SELECT MAX(ml.sent_on) FROM mailing_recipient mr JOIN mailing ml ON ml.id = mr.mailing_id"
                " WHERE mr.organisation_id = o.id AND mr.state = 'sent' AND ml.kind = 'reminder'"
                " AND ml.campaign_id = cp.id AND ml.sent_on <= :day)"
            ),
        ),
        Column("focal_point", N_("Focal point"), TEXT, width=160, sql=_PERSON.format("focal"), sort="focal.sort_key"),
        Column("campaign", N_("Campaign"), TEXT, width=90, shown=False, sql="cp.code", exported=False),
        Column("region", N_("Region"), Kind(), width=150, shown=False, sql="NULLIF(r.region, '')", exported=False),
        Column("step_on", N_("Since"), DATE, width=120, shown=False, sql="last.happened_on", exported=False),
        Column(
            "days",
            N_("Days"),
            INTEGER,
            width=70,
            shown=False,
            # How long the member has been at this step; before it was sent, since the opening.
            sql="CAST(julianday(:day) - julianday(COALESCE(last.happened_on, cp.opens_on)) AS INTEGER)",
            exported=False,
        ),
        Column(
            "email",
            N_("E-mail"),
            EMAIL,
            width=200,
            shown=False,
            sql="COALESCE(focalmail.value, mainmail.value, orgmail.value)",
            exported=False,
        ),
        Column(
            "email_state",
            N_("State of the e-mail"),
            Choice(EMAIL_STATES, tones={"bounced": "late", "unsubscribed": "neutral", "away": "pending"}),
            width=120,
            shown=False,
            sql=(
                "CASE WHEN focalmail.value IS NOT NULL THEN focalmail.state WHEN mainmail.value IS NOT NULL"
                " THEN mainmail.state ELSE orgmail.state END"
            ),
            exported=False,
        ),
        Column(
            "level",
            N_("Level"),
            Choice(LEVELS),
            width=90,
            shown=False,
            sql="COALESCE(sa.level, cp.level)",
            exported=False,
        ),
        Column(
            "language",
            N_("Language"),
            Choice({code: LANGUAGES_SPOKEN[code] for code in LANGUAGES}),
            width=90,
            shown=False,
            sql=language_sql("focal.language", "main.language"),
            exported=False,
        ),
        Column("number", N_("Attestation"), TEXT, width=110, shown=False, sql="att.number", exported=False),
        Column("organisation_id", N_("Number of the organisation"), INTEGER, shown=False, sql="o.id", exported=False),
    ),
    id_sql="sa.id",
    source=(
        "FROM self_assessment sa JOIN campaign cp ON cp.id = sa.campaign_id"
        f" JOIN organisation o ON o.id = sa.organisation_id {_NAME}"
        f" LEFT JOIN membership m ON m.organisation_id = o.id AND {LASTS.format('m')}"
        " LEFT JOIN category c ON c.id = m.category_id"
    ),
    joins={
        "r": _REGION,
        "ex": EXEMPTION,
        "last": LAST,
        "prior": PRIOR,
        "focalrole": _role("focalrole", "security_contact"),
        "focal": "LEFT JOIN person focal ON focal.id = focalrole.person_id",
        "focalmail": _first_email("focalmail", "role_id", "focalrole.id"),
        "mainrole": _role("mainrole", "main_contact"),
        "main": "LEFT JOIN person main ON main.id = mainrole.person_id",
        "mainmail": _first_email("mainmail", "role_id", "mainrole.id"),
        "orgmail": _first_email("orgmail", "organisation_id", "o.id"),
        "att": "LEFT JOIN attestation att ON att.self_assessment_id = sa.id",
    },
    where=_STILL_CONCERNED,
    order=(_LATENESS_RANK, since_prior("grace_until"), _STEP_RANK, "n.sort_key", "sa.id"),
    search_in=("o.id", "organisation"),
    record="self_assessment",
    filters={"applicant": "CASE WHEN m.id IS NULL THEN 'yes' ELSE 'no' END"},
    complete=_in_one_campaign,
)

ATTESTATIONS = ListDefinition(
    name="attestations",
    title=N_("Attestations"),
    columns=(
        Column("id", N_("Number"), INTEGER, width=80, shown=False, sql="att.id", exported=False),
        Column("number", N_("Attestation"), TEXT, width=110, sql="att.number"),
        *_MEMBER,
        Column("campaign", N_("Campaign"), TEXT, width=90, sql="cp.code"),
        Column("questionnaire", N_("Questionnaire"), TEXT, width=180, shown=False, sql="q.code || ' ' || qv.number"),
        Column("received_on", N_("Received on"), DATE, width=120, sql="att.received_on"),
        Column("discussed_on", N_("Discussed by the board on"), DATE, width=130, sql="att.discussed_on"),
        Column(
            "signatories",
            N_("Signatories"),
            TEXT,
            width=240,
            sql=(
                "(SELECT GROUP_CONCAT(sg.name, ', ') FROM (SELECT y.name FROM attestation_signatory y"
                " WHERE y.attestation_id = att.id ORDER BY y.position, y.id) sg)"
            ),
        ),
        Column("valid_until", N_("Valid until"), DATE, width=120, sql="cp.valid_until"),
    ),
    id_sql="att.id",
    source=(
        "FROM attestation att JOIN self_assessment sa ON sa.id = att.self_assessment_id"
        " JOIN campaign cp ON cp.id = sa.campaign_id JOIN organisation o ON o.id = att.organisation_id"
        f" {_NAME} JOIN questionnaire_version qv ON qv.id = att.questionnaire_version_id"
        " JOIN questionnaire q ON q.id = qv.questionnaire_id"
    ),
    where="(att.received_on IS NULL OR att.received_on <= :day)",
    order=("cp.opens_on DESC", "att.number", "att.id"),
    search_in=("o.id", "organisation"),
    record="self_assessment",
)

DISPENSES = ListDefinition(
    name="dispenses",
    title=N_("Dispenses"),
    columns=(
        Column("id", N_("Number"), INTEGER, width=80, shown=False, sql="ex.id", exported=False),
        *_MEMBER,
        Column(
            "condition",
            N_("Condition"),
            Choice({SELF_ASSESSMENT: N_("Self-assessment")}),
            width=140,
            sql="ex.condition",
        ),
        Column("decided_by", N_("Deciding body"), TEXT, width=180, sql="ex.decided_by"),
        Column("decided_on", N_("Decided on"), DATE, width=120, sql="ex.decided_on"),
        Column("starts_on", N_("Start"), DATE, width=120, sql="ex.starts_on"),
        Column("ends_on", N_("End"), DATE, width=120, sql="ex.ends_on"),
        Column("reason", N_("Reason"), NOTE, width=240, sql="ex.reason"),
    ),
    id_sql="ex.id",
    source=f"FROM exemption ex JOIN organisation o ON o.id = ex.organisation_id {_NAME}",
    in_force=IN_FORCE.format("ex"),
    order=("n.sort_key", "o.id", "ex.starts_on", "ex.id"),
    search_in=("o.id", "organisation"),
    record="exemption",
)

ACTIONS = ListDefinition(
    name="actions",
    title=N_("Actions"),
    columns=(
        Column("id", N_("Number"), INTEGER, width=80, shown=False, sql="pa.id", exported=False),
        *_MEMBER,
        Column("campaign", N_("Campaign"), TEXT, width=90, sql="cp.code"),
        Column("item", N_("Item"), TEXT, width=70, sql="qi.code"),
        Column("action", N_("Action"), NOTE, width=300, sql="pa.text"),
        Column("owner", N_("Owner"), TEXT, width=160, sql="pa.owner"),
        Column("due_on", N_("Due"), DATE, width=120, sql="pa.due_on"),
        Column(
            "state",
            N_("State"),
            Choice(ACTION_STATES, tones={"to_do": "neutral", "under_way": "pending", "done": "good"}),
            width=110,
            sql="pa.state",
        ),
    ),
    id_sql="pa.id",
    source=(
        "FROM planned_action pa JOIN self_assessment sa ON sa.id = pa.self_assessment_id"
        " JOIN campaign cp ON cp.id = sa.campaign_id"
        f" JOIN organisation o ON o.id = sa.organisation_id {_NAME}"
        " LEFT JOIN questionnaire_item qi ON qi.id = pa.questionnaire_item_id"
    ),
    order=("CASE WHEN pa.due_on IS NULL THEN 1 ELSE 0 END", "pa.due_on", "n.sort_key", "pa.id"),
    search_in=("o.id", "organisation"),
    record="self_assessment",
)

ASSESSMENT_LISTS = (CAMPAIGN, ATTESTATIONS, DISPENSES, ACTIONS)
