"""The tables of the first version.

Revision 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name_fr", sa.String(100), nullable=False),
        sa.Column("name_en", sa.String(100), nullable=False),
        sa.Column("plural_fr", sa.String(100), nullable=False),
        sa.Column("plural_en", sa.String(100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("ref", name=op.f("uq_category_ref")),
        sa.UniqueConstraint("code", name=op.f("uq_category_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "fiscal_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        sa.Column("starts_on", sa.String(10), nullable=False),
        sa.Column("ends_on", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fiscal_year")),
        sa.UniqueConstraint("ref", name=op.f("uq_fiscal_year_ref")),
        sa.UniqueConstraint("label", name=op.f("uq_fiscal_year_label")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "journal_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(30), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("applied_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("program_version", sa.String(40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_action")),
        sa.ForeignKeyConstraint(
            ["target_id"], ["journal_action.id"], name=op.f("fk_journal_action_target_id_journal_action")
        ),
        sa.ForeignKeyConstraint(
            ["applied_by_id"], ["journal_action.id"], name=op.f("fk_journal_action_applied_by_id_journal_action")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["journal_action.id"], name=op.f("fk_journal_action_undone_by_id_journal_action")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_journal_action_target_id"), "journal_action", ["target_id"])
    op.create_index(op.f("ix_journal_action_undone_by_id"), "journal_action", ["undone_by_id"])
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column(
            "is_self",
            sa.Integer(),
            sa.CheckConstraint("is_self IN (0, 1)", name=op.f("ck_organisation_is_self")),
            nullable=False,
            server_default="0",
        ),
        sa.Column("aliases", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=True),
        sa.Column("languages", sa.String(100), nullable=True),
        sa.Column("neq", sa.String(20), nullable=True),
        sa.Column("charity_number", sa.String(20), nullable=True),
        sa.Column("founded", sa.String(10), nullable=True),
        sa.Column("web", sa.Text(), nullable=True),
        sa.Column("description_fr", sa.Text(), nullable=True),
        sa.Column("description_en", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("media_consent", sa.Integer(), nullable=True),
        sa.Column("archived_on", sa.String(10), nullable=True),
        sa.Column("search_norm", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("ref", name=op.f("uq_organisation_ref")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_organisation_is_self"), "organisation", ["is_self"])
    op.create_index(op.f("ix_organisation_search"), "organisation", ["search_norm", "id"])
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("given_name", sa.Text(), nullable=True),
        sa.Column("family_name", sa.Text(), nullable=True),
        sa.Column("sort_as", sa.Text(), nullable=True),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("civility", sa.String(40), nullable=True),
        sa.Column("form_of_address", sa.Text(), nullable=True),
        sa.Column("pronouns", sa.String(40), nullable=True),
        sa.Column("language", sa.String(2), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("archived_on", sa.String(10), nullable=True),
        sa.Column("search_norm", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("ref", name=op.f("uq_person_ref")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_person_search"), "person", ["search_norm", "id"])
    op.create_index(op.f("ix_person_sort"), "person", ["sort_key", "id"])
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("key", name=op.f("uq_setting_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "journal_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(60), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("record1", sa.String(80), nullable=True),
        sa.Column("record2", sa.String(80), nullable=True),
        sa.Column("former1", sa.String(80), nullable=True),
        sa.Column("former2", sa.String(80), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_change")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["journal_action.id"], name=op.f("fk_journal_change_action_id_journal_action")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_journal_change_action_id"), "journal_change", ["action_id"])
    op.create_index(
        op.f("ix_journal_change_former1"),
        "journal_change",
        ["former1"],
        sqlite_where=sa.text("former1 IS NOT NULL"),
        postgresql_where=sa.text("former1 IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_journal_change_former2"),
        "journal_change",
        ["former2"],
        sqlite_where=sa.text("former2 IS NOT NULL"),
        postgresql_where=sa.text("former2 IS NOT NULL"),
    )
    op.create_index(op.f("ix_journal_change_record1"), "journal_change", ["record1"])
    op.create_index(
        op.f("ix_journal_change_record2"),
        "journal_change",
        ["record2"],
        sqlite_where=sa.text("record2 IS NOT NULL"),
        postgresql_where=sa.text("record2 IS NOT NULL"),
    )
    op.create_index(op.f("ix_journal_change_row"), "journal_change", ["table_name", "row_id"])
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.String(10), nullable=True),
        sa.Column("ends_on", sa.String(10), nullable=True),
        sa.Column("adopted_on", sa.String(10), nullable=True),
        sa.Column("notice_on", sa.String(10), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("member_since", sa.String(10), nullable=True),
        sa.Column("last_day", sa.String(10), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("ref", name=op.f("uq_membership_ref")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_membership_category_id_category")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_membership_category_id"), "membership", ["category_id"])
    op.create_index(op.f("ix_membership_organisation_id"), "membership", ["organisation_id"])
    op.create_table(
        "organisation_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("happened_on", sa.String(10), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_link")),
        sa.UniqueConstraint("ref", name=op.f("uq_organisation_link_ref")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_link_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["organisation.id"], name=op.f("fk_organisation_link_successor_id_organisation")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_organisation_link_organisation_id"), "organisation_link", ["organisation_id"])
    op.create_index(op.f("ix_organisation_link_successor_id"), "organisation_link", ["successor_id"])
    op.create_table(
        "organisation_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.String(10), nullable=True),
        sa.Column("ends_on", sa.String(10), nullable=True),
        sa.Column("printed", sa.Text(), nullable=False),
        sa.Column("legal", sa.Text(), nullable=True),
        sa.Column("usual", sa.Text(), nullable=True),
        sa.Column("english", sa.Text(), nullable=True),
        sa.Column("acronym", sa.String(100), nullable=True),
        sa.Column("sort_as", sa.Text(), nullable=True),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_name")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_name_organisation_id_organisation")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_organisation_name_organisation_id"), "organisation_name", ["organisation_id"])
    op.create_index(op.f("ix_organisation_name_sort"), "organisation_name", ["sort_key", "organisation_id"])
    op.create_table(
        "organisation_region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.String(10), nullable=True),
        sa.Column("ends_on", sa.String(10), nullable=True),
        sa.Column("region", sa.String(2), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_region")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_region_organisation_id_organisation")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_organisation_region_organisation_id"), "organisation_region", ["organisation_id"])
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.String(10), nullable=True),
        sa.Column("ends_on", sa.String(10), nullable=True),
        sa.Column(
            "main_contact",
            sa.Integer(),
            sa.CheckConstraint("main_contact IN (0, 1)", name=op.f("ck_role_main_contact")),
            nullable=False,
            server_default="0",
        ),
        sa.Column(
            "delegate",
            sa.Integer(),
            sa.CheckConstraint("delegate IN (0, 1)", name=op.f("ck_role_delegate")),
            nullable=False,
            server_default="0",
        ),
        sa.Column(
            "substitute",
            sa.Integer(),
            sa.CheckConstraint("substitute IN (0, 1)", name=op.f("ck_role_substitute")),
            nullable=False,
            server_default="0",
        ),
        sa.Column(
            "security_contact",
            sa.Integer(),
            sa.CheckConstraint("security_contact IN (0, 1)", name=op.f("ck_role_security_contact")),
            nullable=False,
            server_default="0",
        ),
        sa.Column(
            "signatory",
            sa.Integer(),
            sa.CheckConstraint("signatory IN (0, 1)", name=op.f("ck_role_signatory")),
            nullable=False,
            server_default="0",
        ),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("ref", name=op.f("uq_role_ref")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_person_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_role_organisation_id_organisation")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_role_organisation_id"), "role", ["organisation_id"])
    op.create_index(op.f("ix_role_person_id"), "role", ["person_id"])
    op.create_table(
        "contact_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.String(20), nullable=True),
        sa.Column("country", sa.String(60), nullable=True),
        sa.Column("state", sa.String(20), nullable=True),
        sa.Column("state_on", sa.String(10), nullable=True),
        sa.CheckConstraint(
            "(organisation_id IS NOT NULL AND person_id IS NULL AND role_id IS NULL) OR (organisation_id IS NULL AND person_id IS NOT NULL AND role_id IS NULL) OR (organisation_id IS NULL AND person_id IS NULL AND role_id IS NOT NULL)",
            name=op.f("ck_contact_point_one_owner"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_point")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contact_point_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_point_person_id_person")),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_contact_point_role_id_role")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_contact_point_organisation"), "contact_point", ["organisation_id", "kind", "position"])
    op.create_index(op.f("ix_contact_point_person"), "contact_point", ["person_id", "kind", "position"])
    op.create_index(op.f("ix_contact_point_role"), "contact_point", ["role_id", "kind", "position"])

    # Categories are data; every file starts with these two, and the association may add its own.
    category = sa.table(
        "category",
        *(sa.column(name) for name in ("ref", "code", "name_fr", "name_en", "plural_fr", "plural_en", "position")),
    )
    op.bulk_insert(
        category,
        [
            {
                "ref": "5b1f6a0e-2d5c-4f0c-9a51-6c6f3f6d0001",
                "code": "regular",
                "position": 1,
                "name_fr": "Régulier",
                "plural_fr": "Membres réguliers",
                "name_en": "Regular",
                "plural_en": "Regular members",
            },
            {
                "ref": "5b1f6a0e-2d5c-4f0c-9a51-6c6f3f6d0002",
                "code": "sympathiser",
                "position": 2,
                "name_fr": "Sympathisant",
                "plural_fr": "Membres sympathisants",
                "name_en": "Sympathiser",
                "plural_en": "Sympathising members",
            },
        ],
    )
