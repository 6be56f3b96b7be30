"""A migration more that never was, to try the frame that migrates: it rebuilds a table that others point to."""

from __future__ import annotations

import shutil
from pathlib import Path

from oci_desktop import paths
from oci_desktop.store.fileformat import SCHEMA_VERSION

NEXT = SCHEMA_VERSION + 1

_HEAD = f"""
import sqlalchemy as sa
from alembic import op

revision = "{NEXT:04d}"
down_revision = "{SCHEMA_VERSION:04d}"
"""

REBUILD = (
    _HEAD
    + """

def upgrade():
    op.create_table("colour", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
    with op.batch_alter_table("organisation", recreate="always", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("motto", sa.Text(), nullable=False, server_default="sans devise"))
    op.execute("UPDATE organisation SET motto = 'devise de ' || id")
"""
)


def folder_with(target: Path, more: str = REBUILD) -> Path:
    """A copy of the program's migrations, and one more."""
    shutil.copytree(paths.migrations_dir(), target, ignore=shutil.ignore_patterns("__pycache__"))
    (target / "versions" / f"{NEXT:04d}_synthetic.py").write_text(more, encoding="utf-8")
    return target
