"""The tables of self-assessments: questionnaires, campaigns, what came back, dispenses; and of letters sent."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from oci_desktop.model.schema_columns import flag, id_column, metadata, partial_date, ref_column, to, version_column

questionnaire = Table(
    "questionnaire",
    metadata,
    id_column(),
    ref_column(),
    version_column(),
    Column("code", String(60), nullable=False, unique=True),
    Column("title_fr", Text, nullable=False),
    Column("title_en", Text),
    Column("notes", Text),
    partial_date("archived_on"),
    info={"records": ("id",)},
    sqlite_autoincrement=True,
)

questionnaire_version = Table(
    "questionnaire_version",
    metadata,
    id_column(),
    ref_column(),
    version_column(),
    to("questionnaire_id", "questionnaire"),
    Column("number", String(20), nullable=False),
    # draft or published; a published one is frozen.
    Column("state", String(20), nullable=False, server_default="draft"),
    partial_date("published_on"),
    to("based_on_id", "questionnaire_version", optional=True),
    # The level that its campaigns begin with: A (attestation only) or B (answers shared).
    Column("level", String(1), nullable=False, server_default="A"),
    Column("introduction_fr", Text),
    Column("introduction_en", Text),
    Column("attestation_fr", Text),
    Column("attestation_en", Text),
    # What the signature means, printed above it.
    Column("meaning_fr", Text),
    Column("meaning_en", Text),
    flag("index_shown"),
    UniqueConstraint("questionnaire_id", "number"),
    info={"records": ("id", "questionnaire_id")},
    sqlite_autoincrement=True,
)

questionnaire_profile = Table(
    "questionnaire_profile",
    metadata,
    id_column(),
    to("questionnaire_version_id", "questionnaire_version"),
    Column("position", Integer, nullable=False),
    Column("code", String(40), nullable=False),
    Column("name_fr", Text, nullable=False),
    Column("name_en", Text),
    UniqueConstraint("questionnaire_version_id", "code"),
    info={"records": ("questionnaire_version_id",)},
    sqlite_autoincrement=True,
)

scale_choice = Table(
    "scale_choice",
    metadata,
    id_column(),
    to("questionnaire_version_id", "questionnaire_version"),
    Column("position", Integer, nullable=False),
    Column("code", String(40), nullable=False),
    Column("label_fr", Text, nullable=False),
    Column("label_en", Text),
    # In hundredths; NULL leaves the denominator ("not applicable").
    Column("weight", Integer),
    flag("reason_required"),
    UniqueConstraint("questionnaire_version_id", "code"),
    info={"records": ("questionnaire_version_id",)},
    sqlite_autoincrement=True,
)

required_signatory = Table(
    "required_signatory",
    metadata,
    id_column(),
    to("questionnaire_version_id", "questionnaire_version"),
    Column("position", Integer, nullable=False),
    Column("title_fr", Text, nullable=False),
    Column("title_en", Text),
    info={"records": ("questionnaire_version_id",)},
    sqlite_autoincrement=True,
)

principle = Table(
    "principle",
    metadata,
    id_column(),
    to("questionnaire_version_id", "questionnaire_version"),
    Column("position", Integer, nullable=False),
    Column("code", String(20), nullable=False),
    Column("title_fr", Text, nullable=False),
    Column("title_en", Text),
    Column("help_fr", Text),
    Column("help_en", Text),
    UniqueConstraint("questionnaire_version_id", "code"),
    info={"records": ("questionnaire_version_id",)},
    sqlite_autoincrement=True,
)

questionnaire_item = Table(
    "questionnaire_item",
    metadata,
    id_column(),
    to("questionnaire_version_id", "questionnaire_version"),
    to("principle_id", "principle"),
    Column("position", Integer, nullable=False),
    # The stable identifier: the same from version to version, so that years can be compared.
    Column("code", String(20), nullable=False),
    Column("text_fr", Text, nullable=False),
    Column("text_en", Text),
    Column("help_fr", Text),
    Column("help_en", Text),
    Column("evidence_fr", Text),
    Column("evidence_en", Text),
    Column("weight", Integer, nullable=False, server_default="1"),
    # The code of the profile that it applies to; empty: to all.
    Column("profile", String(40)),
    UniqueConstraint("questionnaire_version_id", "code"),
    info={"records": ("questionnaire_version_id",)},
    sqlite_autoincrement=True,
)

campaign = Table(
    "campaign",
    metadata,
    id_column(),
    ref_column(),
    version_column(),
    # What people call it: "2026".
    Column("code", String(40), nullable=False, unique=True),
    Column("title_fr", Text, nullable=False),
    Column("title_en", Text),
    to("questionnaire_version_id", "questionnaire_version"),
    Column("level", String(1), nullable=False, server_default="A"),
    # Full days.
    Column("opens_on", String(10), nullable=False),
    Column("due_on", String(10), nullable=False),
    Column("grace_until", String(10), nullable=False),
    # One end of validity, common to all.
    Column("valid_until", String(10), nullable=False),
    # 1: a valid attestation of it is a condition of membership.
    Column("counts", Integer, CheckConstraint("counts IN (0, 1)", name="counts"), nullable=False, server_default="1"),
    Column("notes", Text),
    Index("ix_campaign_opens", "opens_on"),
    info={"records": ("id",)},
    sqlite_autoincrement=True,
)

self_assessment = Table(
    "self_assessment",
    metadata,
    id_column(),
    ref_column(),
    version_column(),
    to("campaign_id", "campaign"),
    to("organisation_id", "organisation"),
    # Empty: the campaign's. A member may lower it to A, never raise it.
    Column("level", String(1)),
    # The profiles that apply to the member, one a line; empty: all of them.
    Column("profiles", Text),
    # The full day of a later addition; empty: addressed from the opening on.
    Column("added_on", String(10)),
    Column("consent_on", String(10)),
    Column("consent_by", Text),
    Column("consent_withdrawn_on", String(10)),
    to("carried_from_id", "self_assessment", optional=True),
    Column("notes", Text),
    UniqueConstraint("campaign_id", "organisation_id"),
    info={"records": ("organisation_id", "campaign_id")},
    sqlite_autoincrement=True,
)

self_assessment_step = Table(
    "self_assessment_step",
    metadata,
    id_column(),
    Column("self_assessment_id", Integer, ForeignKey("self_assessment.id"), nullable=False),
    to("organisation_id", "organisation"),
    Column("step", String(20), nullable=False),
    # A full day. The step of a day is the last one on or before it (of one day: the one entered last).
    Column("happened_on", String(10), nullable=False),
    Column("who", Text, nullable=False),
    Column("reason", Text),
    Index("ix_self_assessment_step_last", "self_assessment_id", "happened_on", "id", "step"),
    info={"records": ("organisation_id", "self_assessment_id")},
    sqlite_autoincrement=True,
)

exemption = Table(
    "exemption",
    metadata,
    id_column(),
    ref_column(),
    version_column(),
    to("organisation_id", "organisation"),
    # What it exempts from: the code of a condition ("self_assessment").
    Column("condition", String(40), nullable=False),
    to("campaign_id", "campaign", optional=True),
    Column("decided_by", Text, nullable=False),
    partial_date("decided_on"),
    partial_date("starts_on"),
    partial_date("ends_on"),
    Column("reason", Text),
    Column("notes", Text),
    info={"records": ("organisation_id",)},
    sqlite_autoincrement=True,
)

attestation = Table(
    "attestation",
    metadata,
    id_column(),
    ref_column(),
    version_column(),
    Column("self_assessment_id", Integer, ForeignKey("self_assessment.id"), nullable=False, unique=True),
    to("organisation_id", "organisation"),
    to("questionnaire_version_id", "questionnaire_version"),
    Column("number", String(40), nullable=False, unique=True),
    Column("received_on", String(10)),
    # When the board of the member discussed it.
    partial_date("discussed_on"),
    # "Comply or explain".
    Column("explanation", Text),
    # The returned document: its name in the folder of documents (its fingerprint), and the name that it came under.
    Column("document", String(64)),
    Column("document_name", Text),
    # Of the answers when it was signed (level B): tells whether they changed since.
    Column("answers_digest", String(64)),
    Column("notes", Text),
    info={"records": ("organisation_id", "self_assessment_id")},
    sqlite_autoincrement=True,
)

attestation_signatory = Table(
    "attestation_signatory",
    metadata,
    id_column(),
    to("attestation_id", "attestation"),
    to("organisation_id", "organisation"),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("title", Text),
    Column("signed_on", String(10)),
    to("person_id", "person", optional=True),
    info={"records": ("organisation_id", "attestation_id")},
    sqlite_autoincrement=True,
)

answer = Table(
    "answer",
    metadata,
    id_column(),
    to("self_assessment_id", "self_assessment"),
    to("questionnaire_item_id", "questionnaire_item"),
    # A code of the version's scale; empty: no answer.
    Column("choice", String(40)),
    Column("comment", Text),
    Column("evidence", Text),
    flag("confidential"),
    # 1: carried over from another campaign and not yet confirmed: it does not count as answered.
    flag("to_confirm"),
    Column("answered_on", String(10)),
    Column("answered_by", Text),
    UniqueConstraint("self_assessment_id", "questionnaire_item_id"),
    # The portrait counts inside it.
    Index("ix_answer_portrait", "questionnaire_item_id", "choice", "to_confirm", "self_assessment_id"),
    info={"records": ("self_assessment_id",)},
    sqlite_autoincrement=True,
)

planned_action = Table(
    "planned_action",
    metadata,
    id_column(),
    ref_column(),
    version_column(),
    to("self_assessment_id", "self_assessment"),
    to("questionnaire_item_id", "questionnaire_item", optional=True),
    Column("text", Text, nullable=False),
    Column("owner", Text),
    partial_date("due_on"),
    Column("state", String(20), nullable=False, server_default="to_do"),
    flag("to_confirm"),
    info={"records": ("self_assessment_id",)},
    sqlite_autoincrement=True,
)

letter_template = Table(
    "letter_template",
    metadata,
    id_column(),
    ref_column(),
    version_column(),
    Column("code", String(60), nullable=False, unique=True),
    Column("name_fr", Text, nullable=False),
    Column("name_en", Text),
    Column("subject_fr", Text),
    Column("subject_en", Text),
    Column("body_fr", Text),
    Column("body_en", Text),
    info={"records": ("id",)},
    sqlite_autoincrement=True,
)

mailing = Table(
    "mailing",
    metadata,
    id_column(),
    ref_column(),
    version_column(),
    # forms, reminder, acknowledgement, other.
    Column("kind", String(20), nullable=False),
    # letters, drafts, addresses, smtp.
    Column("channel", String(20), nullable=False),
    to("campaign_id", "campaign", optional=True),
    Column("subject", Text),
    Column("sent_on", String(10), nullable=False),
    Column("who", Text, nullable=False),
    Column("notes", Text),
    Index("ix_mailing_sent", "campaign_id", "kind", "sent_on"),
    info={"records": ("id", "campaign_id")},
    sqlite_autoincrement=True,
)

mailing_recipient = Table(
    "mailing_recipient",
    metadata,
    id_column(),
    Column("mailing_id", Integer, ForeignKey("mailing.id"), nullable=False, index=True),
    Column("organisation_id", Integer, ForeignKey("organisation.id"), nullable=False),
    to("person_id", "person", optional=True),
    Column("name", Text),
    Column("address", Text),
    Column("language", String(2)),
    # sent or failed.
    Column("state", String(20), nullable=False, server_default="sent"),
    Column("failure", Text),
    Index("ix_mailing_recipient_organisation", "organisation_id", "mailing_id"),
    info={"records": ("organisation_id", "mailing_id")},
    sqlite_autoincrement=True,
)
