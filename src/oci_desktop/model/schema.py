"""The tables. Portable types only; dates are ISO text that carries its precision (see `dates`).

Every table that a person edits has a `ref` (a uuid that leaves with exports and comes back), AUTOINCREMENT
(a deleted id never serves again: history would mix two records) and, for records, a `version` that only grows.
`info["records"]` names up to two columns that point to the records whose history a change belongs to.
No secondary tables and no database cascades: the journal would not see what they do.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from oci_desktop.model.schema_assessments import (
    answer,
    attestation,
    attestation_signatory,
    campaign,
    exemption,
    letter_template,
    mailing,
    mailing_recipient,
    planned_action,
    principle,
    questionnaire,
    questionnaire_item,
    questionnaire_profile,
    questionnaire_version,
    required_signatory,
    scale_choice,
    self_assessment,
    self_assessment_step,
)
from oci_desktop.model.schema_columns import (
    flag,
    id_column,
    metadata,
    partial_date,
    ref_column,
    to,
    version_column,
    where,
)

setting = Table(
    "setting",
    metadata,
    id_column(),
    Column("key", String(100), nullable=False, unique=True),
    Column("value", Text),
    info={"records": ("id",)},
    sqlite_autoincrement=True,
)

fiscal_year = Table(
    "fiscal_year",
    metadata,
    id_column(),
    ref_column(),
    Column("label", String(40), nullable=False, unique=True),
    Column("starts_on", String(10), nullable=False),
    Column("ends_on", String(10), nullable=False),
    info={"records": ("id",)},
    sqlite_autoincrement=True,
)

category = Table(
    "category",
    metadata,
    id_column(),
    ref_column(),
    Column("code", String(40), nullable=False, unique=True),
    Column("name_fr", String(100), nullable=False),
    Column("name_en", String(100), nullable=False),
    Column("plural_fr", String(100), nullable=False),
    Column("plural_en", String(100), nullable=False),
    Column("position", Integer, nullable=False),
    info={"records": ("id",)},
    sqlite_autoincrement=True,
)

organisation = Table(
    "organisation",
    metadata,
    id_column(),
    ref_column(),
    version_column(),
    Column("kind", String(40), nullable=False),
    flag("is_self"),
    Column("aliases", Text),
    Column("tags", Text),
    Column("languages", String(100)),
    Column("neq", String(20)),
    Column("charity_number", String(20)),
    partial_date("founded"),
    Column("web", Text),
    Column("description_fr", Text),
    Column("description_en", Text),
    Column("notes", Text),
    Column("media_consent", Integer),
    partial_date("archived_on"),
    # Every name it ever had, aliases, acronyms, town and addresses, folded by text.search_norm.
    Column("search_norm", Text, nullable=False),
    Index("ix_organisation_search", "search_norm", "id"),
    Index("ix_organisation_is_self", "is_self"),
    info={"records": ("id",)},
    sqlite_autoincrement=True,
)

organisation_name = Table(
    "organisation_name",
    metadata,
    id_column(),
    to("organisation_id", "organisation"),
    # One naming for each day: the periods touch, the first begins "since always" (empty) and the last is still on.
    partial_date("starts_on"),
    partial_date("ends_on"),
    Column("printed", Text, nullable=False),
    Column("legal", Text),
    Column("usual", Text),
    Column("english", Text),
    Column("acronym", String(100)),
    Column("sort_as", Text),
    Column("sort_key", Text, nullable=False),
    Index("ix_organisation_name_sort", "sort_key", "organisation_id"),
    info={"records": ("organisation_id",)},
    sqlite_autoincrement=True,
)

organisation_region = Table(
    "organisation_region",
    metadata,
    id_column(),
    to("organisation_id", "organisation"),
    partial_date("starts_on"),
    partial_date("ends_on"),
    Column("region", String(2), nullable=False),
    info={"records": ("organisation_id",)},
    sqlite_autoincrement=True,
)

organisation_link = Table(
    "organisation_link",
    metadata,
    id_column(),
    ref_column(),
    to("organisation_id", "organisation"),
    to("successor_id", "organisation"),
    Column("kind", String(20), nullable=False),
    partial_date("happened_on"),
    Column("notes", Text),
    info={"records": ("organisation_id", "successor_id")},
    sqlite_autoincrement=True,
)

membership = Table(
    "membership",
    metadata,
    id_column(),
    ref_column(),
    version_column(),
    to("organisation_id", "organisation"),
    to("category_id", "category"),
    partial_date("starts_on"),
    partial_date("ends_on"),
    partial_date("adopted_on"),
    partial_date("notice_on"),
    Column("decided_by", Text),
    Column("reason", Text),
    Column("notes", Text),
    # The start of the uninterrupted run of periods that this one belongs to; a gap begins a new run.
    partial_date("member_since"),
    # The full date until which the period counts: of two that meet in "2017", the later one holds that year.
    partial_date("last_day"),
    info={"records": ("organisation_id",)},
    sqlite_autoincrement=True,
)

person = Table(
    "person",
    metadata,
    id_column(),
    ref_column(),
    version_column(),
    Column("given_name", Text),
    Column("family_name", Text),
    Column("sort_as", Text),
    Column("sort_key", Text, nullable=False),
    Column("civility", String(40)),
    Column("form_of_address", Text),
    Column("pronouns", String(40)),
    Column("language", String(2)),
    Column("notes", Text),
    partial_date("archived_on"),
    Column("search_norm", Text, nullable=False),
    Index("ix_person_search", "search_norm", "id"),
    Index("ix_person_sort", "sort_key", "id"),
    info={"records": ("id",)},
    sqlite_autoincrement=True,
)

role = Table(
    "role",
    metadata,
    id_column(),
    ref_column(),
    version_column(),
    to("person_id", "person"),
    to("organisation_id", "organisation"),
    Column("title", Text),
    partial_date("starts_on"),
    partial_date("ends_on"),
    flag("main_contact"),
    flag("delegate"),
    flag("substitute"),
    flag("security_contact"),
    flag("signatory"),
    Column("notes", Text),
    Column("position", Integer, nullable=False, server_default="0"),
    info={"records": ("organisation_id", "person_id")},
    sqlite_autoincrement=True,
)

contact_point = Table(
    "contact_point",
    metadata,
    id_column(),
    Column("organisation_id", Integer, ForeignKey("organisation.id")),
    Column("person_id", Integer, ForeignKey("person.id")),
    Column("role_id", Integer, ForeignKey("role.id")),
    Column("kind", String(20), nullable=False),
    # Within one owner and kind, from 0: lists show the point at 0.
    Column("position", Integer, nullable=False, server_default="0"),
    Column("label", Text),
    Column("value", Text),
    Column("street", Text),
    Column("city", Text),
    Column("province", Text),
    Column("postal_code", String(20)),
    Column("country", String(60)),
    Column("state", String(20)),
    partial_date("state_on"),
    Index("ix_contact_point_organisation", "organisation_id", "kind", "position"),
    Index("ix_contact_point_person", "person_id", "kind", "position"),
    Index("ix_contact_point_role", "role_id", "kind", "position"),
    CheckConstraint(
        "(organisation_id IS NOT NULL AND person_id IS NULL AND role_id IS NULL)"
        " OR (organisation_id IS NULL AND person_id IS NOT NULL AND role_id IS NULL)"
        " OR (organisation_id IS NULL AND person_id IS NULL AND role_id IS NOT NULL)",
        name="one_owner",
    ),
    info={"records": ("organisation_id", "person_id", "role_id")},
    sqlite_autoincrement=True,
)

journal_action = Table(
    "journal_action",
    metadata,
    id_column(),
    Column("at", String(30), nullable=False),
    Column("who", Text, nullable=False),
    Column("label", Text, nullable=False),
    # do, undo, redo or restore (of a backup).
    Column("kind", String(10), nullable=False),
    # The action that this one undoes or redoes.
    Column("target_id", Integer, ForeignKey("journal_action.id"), index=True),
    # Of a "do": the action whose changes are in force (itself, or its last redo) and the undo that took them back.
    Column("applied_by_id", Integer, ForeignKey("journal_action.id")),
    Column("undone_by_id", Integer, ForeignKey("journal_action.id"), index=True),
    # 1 when its values were rewritten for privacy: it can be read, never undone.
    Column("sealed", Integer, nullable=False, server_default="0"),
    Column("schema_version", Integer, nullable=False),
    Column("program_version", String(40), nullable=False),
    # How many rows it changed.
    Column("count", Integer, nullable=False),
    sqlite_autoincrement=True,
)

journal_change = Table(
    "journal_change",
    metadata,
    id_column(),
    Column("action_id", Integer, ForeignKey("journal_action.id"), nullable=False, index=True),
    Column("table_name", String(60), nullable=False),
    Column("row_id", Integer, nullable=False),
    # "organisation:12": the records in whose history this change is shown, and those that the row left by it.
    Column("record1", String(80)),
    Column("record2", String(80)),
    Column("former1", String(80)),
    Column("former2", String(80)),
    # JSON. An insertion has no "before", a deletion no "after"; an update has the changed columns only.
    Column("before", Text),
    Column("after", Text),
    Index("ix_journal_change_row", "table_name", "row_id"),
    Index("ix_journal_change_record1", "record1"),
    Index("ix_journal_change_record2", "record2", **where("record2 IS NOT NULL")),
    Index("ix_journal_change_former1", "former1", **where("former1 IS NOT NULL")),
    Index("ix_journal_change_former2", "former2", **where("former2 IS NOT NULL")),
    sqlite_autoincrement=True,
)

__all__ = [
    "answer",
    "attestation",
    "attestation_signatory",
    "campaign",
    "category",
    "contact_point",
    "exemption",
    "fiscal_year",
    "journal_action",
    "journal_change",
    "letter_template",
    "mailing",
    "mailing_recipient",
    "membership",
    "metadata",
    "organisation",
    "organisation_link",
    "organisation_name",
    "organisation_region",
    "person",
    "planned_action",
    "principle",
    "questionnaire",
    "questionnaire_item",
    "questionnaire_profile",
    "questionnaire_version",
    "required_signatory",
    "role",
    "scale_choice",
    "self_assessment",
    "self_assessment_step",
    "setting",
]
