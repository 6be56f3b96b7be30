"""Self-assessments: questionnaires, campaigns, attestations, dispenses, letters.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name_fr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("subject_fr", sa.Text(), nullable=True),
        sa.Column("subject_en", sa.Text(), nullable=True),
        sa.Column("body_fr", sa.Text(), nullable=True),
        sa.Column("body_en", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_template")),
        sa.UniqueConstraint("ref", name=op.f("uq_letter_template_ref")),
        sa.UniqueConstraint("code", name=op.f("uq_letter_template_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("title_fr", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("archived_on", sa.String(10), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
        sa.UniqueConstraint("ref", name=op.f("uq_questionnaire_ref")),
        sa.UniqueConstraint("code", name=op.f("uq_questionnaire_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False, server_default="draft"),
        sa.Column("published_on", sa.String(10), nullable=True),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(1), nullable=False, server_default="A"),
        sa.Column("introduction_fr", sa.Text(), nullable=True),
        sa.Column("introduction_en", sa.Text(), nullable=True),
        sa.Column("attestation_fr", sa.Text(), nullable=True),
        sa.Column("attestation_en", sa.Text(), nullable=True),
        sa.Column("meaning_fr", sa.Text(), nullable=True),
        sa.Column("meaning_en", sa.Text(), nullable=True),
        sa.Column(
            "index_shown",
            sa.Integer(),
            sa.CheckConstraint("index_shown IN (0, 1)", name=op.f("ck_questionnaire_version_index_shown")),
            nullable=False,
            server_default="0",
        ),
        sa.UniqueConstraint(
            "questionnaire_id", "number", name=op.f("uq_questionnaire_version_questionnaire_id_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
        sa.UniqueConstraint("ref", name=op.f("uq_questionnaire_version_ref")),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name=op.f("fk_questionnaire_version_questionnaire_id_questionnaire"),
        ),
        sa.ForeignKeyConstraint(
            ["based_on_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_questionnaire_version_based_on_id_questionnaire_version"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_questionnaire_version_based_on_id"), "questionnaire_version", ["based_on_id"])
    op.create_index(op.f("ix_questionnaire_version_questionnaire_id"), "questionnaire_version", ["questionnaire_id"])
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("title_fr", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("questionnaire_version_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(1), nullable=False, server_default="A"),
        sa.Column("opens_on", sa.String(10), nullable=False),
        sa.Column("due_on", sa.String(10), nullable=False),
        sa.Column("grace_until", sa.String(10), nullable=False),
        sa.Column("valid_until", sa.String(10), nullable=False),
        sa.Column(
            "counts",
            sa.Integer(),
            sa.CheckConstraint("counts IN (0, 1)", name=op.f("ck_campaign_counts")),
            nullable=False,
            server_default="1",
        ),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("ref", name=op.f("uq_campaign_ref")),
        sa.UniqueConstraint("code", name=op.f("uq_campaign_code")),
        sa.ForeignKeyConstraint(
            ["questionnaire_version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_campaign_questionnaire_version_id_questionnaire_version"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_campaign_opens"), "campaign", ["opens_on"])
    op.create_index(op.f("ix_campaign_questionnaire_version_id"), "campaign", ["questionnaire_version_id"])
    op.create_table(
        "principle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("title_fr", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("help_fr", sa.Text(), nullable=True),
        sa.Column("help_en", sa.Text(), nullable=True),
        sa.UniqueConstraint(
            "questionnaire_version_id", "code", name=op.f("uq_principle_questionnaire_version_id_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_principle")),
        sa.ForeignKeyConstraint(
            ["questionnaire_version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_principle_questionnaire_version_id_questionnaire_version"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_principle_questionnaire_version_id"), "principle", ["questionnaire_version_id"])
    op.create_table(
        "questionnaire_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name_fr", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.UniqueConstraint(
            "questionnaire_version_id", "code", name=op.f("uq_questionnaire_profile_questionnaire_version_id_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_profile")),
        sa.ForeignKeyConstraint(
            ["questionnaire_version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_questionnaire_profile_questionnaire_version_id_questionnaire_version"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_questionnaire_profile_questionnaire_version_id"), "questionnaire_profile", ["questionnaire_version_id"]
    )
    op.create_table(
        "required_signatory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title_fr", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_required_signatory")),
        sa.ForeignKeyConstraint(
            ["questionnaire_version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_required_signatory_questionnaire_version_id_questionnaire_version"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_required_signatory_questionnaire_version_id"), "required_signatory", ["questionnaire_version_id"]
    )
    op.create_table(
        "scale_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("label_fr", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=True),
        sa.Column(
            "reason_required",
            sa.Integer(),
            sa.CheckConstraint("reason_required IN (0, 1)", name=op.f("ck_scale_choice_reason_required")),
            nullable=False,
            server_default="0",
        ),
        sa.UniqueConstraint(
            "questionnaire_version_id", "code", name=op.f("uq_scale_choice_questionnaire_version_id_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scale_choice")),
        sa.ForeignKeyConstraint(
            ["questionnaire_version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_scale_choice_questionnaire_version_id_questionnaire_version"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_scale_choice_questionnaire_version_id"), "scale_choice", ["questionnaire_version_id"])
    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(40), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.String(10), nullable=True),
        sa.Column("starts_on", sa.String(10), nullable=True),
        sa.Column("ends_on", sa.String(10), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
        sa.UniqueConstraint("ref", name=op.f("uq_exemption_ref")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_exemption_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_exemption_campaign_id_campaign")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_exemption_campaign_id"), "exemption", ["campaign_id"])
    op.create_index(op.f("ix_exemption_organisation_id"), "exemption", ["organisation_id"])
    op.create_table(
        "mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("sent_on", sa.String(10), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sa.UniqueConstraint("ref", name=op.f("uq_mailing_ref")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_mailing_campaign_id_campaign")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_mailing_campaign_id"), "mailing", ["campaign_id"])
    op.create_index(op.f("ix_mailing_sent"), "mailing", ["campaign_id", "kind", "sent_on"])
    op.create_table(
        "questionnaire_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_version_id", sa.Integer(), nullable=False),
        sa.Column("principle_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=True),
        sa.Column("help_fr", sa.Text(), nullable=True),
        sa.Column("help_en", sa.Text(), nullable=True),
        sa.Column("evidence_fr", sa.Text(), nullable=True),
        sa.Column("evidence_en", sa.Text(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("profile", sa.String(40), nullable=True),
        sa.UniqueConstraint(
            "questionnaire_version_id", "code", name=op.f("uq_questionnaire_item_questionnaire_version_id_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_item")),
        sa.ForeignKeyConstraint(
            ["questionnaire_version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_questionnaire_item_questionnaire_version_id_questionnaire_version"),
        ),
        sa.ForeignKeyConstraint(
            ["principle_id"], ["principle.id"], name=op.f("fk_questionnaire_item_principle_id_principle")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_questionnaire_item_principle_id"), "questionnaire_item", ["principle_id"])
    op.create_index(
        op.f("ix_questionnaire_item_questionnaire_version_id"), "questionnaire_item", ["questionnaire_version_id"]
    )
    op.create_table(
        "self_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(1), nullable=True),
        sa.Column("profiles", sa.Text(), nullable=True),
        sa.Column("added_on", sa.String(10), nullable=True),
        sa.Column("consent_on", sa.String(10), nullable=True),
        sa.Column("consent_by", sa.Text(), nullable=True),
        sa.Column("consent_withdrawn_on", sa.String(10), nullable=True),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.UniqueConstraint(
            "campaign_id", "organisation_id", name=op.f("uq_self_assessment_campaign_id_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_assessment")),
        sa.UniqueConstraint("ref", name=op.f("uq_self_assessment_ref")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_self_assessment_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_self_assessment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["carried_from_id"], ["self_assessment.id"], name=op.f("fk_self_assessment_carried_from_id_self_assessment")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_self_assessment_campaign_id"), "self_assessment", ["campaign_id"])
    op.create_index(op.f("ix_self_assessment_carried_from_id"), "self_assessment", ["carried_from_id"])
    op.create_index(op.f("ix_self_assessment_organisation_id"), "self_assessment", ["organisation_id"])
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("self_assessment_id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_item_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(40), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column(
            "confidential",
            sa.Integer(),
            sa.CheckConstraint("confidential IN (0, 1)", name=op.f("ck_answer_confidential")),
            nullable=False,
            server_default="0",
        ),
        sa.Column(
            "to_confirm",
            sa.Integer(),
            sa.CheckConstraint("to_confirm IN (0, 1)", name=op.f("ck_answer_to_confirm")),
            nullable=False,
            server_default="0",
        ),
        sa.Column("answered_on", sa.String(10), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.UniqueConstraint(
            "self_assessment_id",
            "questionnaire_item_id",
            name=op.f("uq_answer_self_assessment_id_questionnaire_item_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.ForeignKeyConstraint(
            ["self_assessment_id"], ["self_assessment.id"], name=op.f("fk_answer_self_assessment_id_self_assessment")
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_item_id"],
            ["questionnaire_item.id"],
            name=op.f("fk_answer_questionnaire_item_id_questionnaire_item"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_answer_portrait"), "answer", ["questionnaire_item_id", "choice", "to_confirm", "self_assessment_id"]
    )
    op.create_index(op.f("ix_answer_questionnaire_item_id"), "answer", ["questionnaire_item_id"])
    op.create_index(op.f("ix_answer_self_assessment_id"), "answer", ["self_assessment_id"])
    op.create_table(
        "attestation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("self_assessment_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("received_on", sa.String(10), nullable=True),
        sa.Column("discussed_on", sa.String(10), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("document", sa.String(64), nullable=True),
        sa.Column("document_name", sa.Text(), nullable=True),
        sa.Column("answers_digest", sa.String(64), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation")),
        sa.UniqueConstraint("ref", name=op.f("uq_attestation_ref")),
        sa.UniqueConstraint("self_assessment_id", name=op.f("uq_attestation_self_assessment_id")),
        sa.ForeignKeyConstraint(
            ["self_assessment_id"],
            ["self_assessment.id"],
            name=op.f("fk_attestation_self_assessment_id_self_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_attestation_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_attestation_questionnaire_version_id_questionnaire_version"),
        ),
        sa.UniqueConstraint("number", name=op.f("uq_attestation_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attestation_organisation_id"), "attestation", ["organisation_id"])
    op.create_index(op.f("ix_attestation_questionnaire_version_id"), "attestation", ["questionnaire_version_id"])
    op.create_table(
        "mailing_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("language", sa.String(2), nullable=True),
        sa.Column("state", sa.String(20), nullable=False, server_default="sent"),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_recipient")),
        sa.ForeignKeyConstraint(["mailing_id"], ["mailing.id"], name=op.f("fk_mailing_recipient_mailing_id_mailing")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_mailing_recipient_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mailing_recipient_person_id_person")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_mailing_recipient_mailing_id"), "mailing_recipient", ["mailing_id"])
    op.create_index(op.f("ix_mailing_recipient_organisation"), "mailing_recipient", ["organisation_id", "mailing_id"])
    op.create_index(op.f("ix_mailing_recipient_person_id"), "mailing_recipient", ["person_id"])
    op.create_table(
        "planned_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("self_assessment_id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_item_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due_on", sa.String(10), nullable=True),
        sa.Column("state", sa.String(20), nullable=False, server_default="to_do"),
        sa.Column(
            "to_confirm",
            sa.Integer(),
            sa.CheckConstraint("to_confirm IN (0, 1)", name=op.f("ck_planned_action_to_confirm")),
            nullable=False,
            server_default="0",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_action")),
        sa.UniqueConstraint("ref", name=op.f("uq_planned_action_ref")),
        sa.ForeignKeyConstraint(
            ["self_assessment_id"],
            ["self_assessment.id"],
            name=op.f("fk_planned_action_self_assessment_id_self_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_item_id"],
            ["questionnaire_item.id"],
            name=op.f("fk_planned_action_questionnaire_item_id_questionnaire_item"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_planned_action_questionnaire_item_id"), "planned_action", ["questionnaire_item_id"])
    op.create_index(op.f("ix_planned_action_self_assessment_id"), "planned_action", ["self_assessment_id"])
    op.create_table(
        "self_assessment_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("self_assessment_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("happened_on", sa.String(10), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_assessment_step")),
        sa.ForeignKeyConstraint(
            ["self_assessment_id"],
            ["self_assessment.id"],
            name=op.f("fk_self_assessment_step_self_assessment_id_self_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_self_assessment_step_organisation_id_organisation")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_self_assessment_step_last"),
        "self_assessment_step",
        ["self_assessment_id", "happened_on", "id", "step"],
    )
    op.create_index(op.f("ix_self_assessment_step_organisation_id"), "self_assessment_step", ["organisation_id"])
    op.create_table(
        "attestation_signatory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("signed_on", sa.String(10), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation_signatory")),
        sa.ForeignKeyConstraint(
            ["attestation_id"], ["attestation.id"], name=op.f("fk_attestation_signatory_attestation_id_attestation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_attestation_signatory_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attestation_signatory_person_id_person")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attestation_signatory_attestation_id"), "attestation_signatory", ["attestation_id"])
    op.create_index(op.f("ix_attestation_signatory_organisation_id"), "attestation_signatory", ["organisation_id"])
    op.create_index(op.f("ix_attestation_signatory_person_id"), "attestation_signatory", ["person_id"])
