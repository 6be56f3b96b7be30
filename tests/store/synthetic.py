"""A second migration that never was, to try the frame that migrates: it rebuilds a table that others point to."""

from __future__ import annotations

import shutil
from pathlib import Path

from oci_desktop import paths

REBUILD = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table("colour", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
    with op.batch_alter_table("organisation", recreate="always", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("motto", sa.Text(), nullable=False, server_default="sans devise"))
    op.execute("UPDATE organisation SET motto = 'devise de ' || id")
"""


def folder_with(target: Path, second: str = REBUILD) -> Path:
    """A copy of the program's migrations, and one more."""
    shutil.copytree(paths.migrations_dir(), target, ignore=shutil.ignore_patterns("__pycache__"))
    (target / "versions" / "0002_synthetic.py").write_text(second, encoding="utf-8")
    return target
