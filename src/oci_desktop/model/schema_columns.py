"""The columns that all tables are made of, and the metadata that names their constraints."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData, String, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def id_column() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def ref_column() -> Column[str]:
    return Column("ref", String(36), nullable=False, unique=True)


def version_column() -> Column[int]:
    return Column("version", Integer, nullable=False, default=1, server_default="1")


def flag(name: str) -> Column[int]:
    return Column(name, Integer, CheckConstraint(f"{name} IN (0, 1)", name=name), nullable=False, server_default="0")


def partial_date(name: str) -> Column[str]:
    return Column(name, String(10))


def to(name: str, target: str, *, optional: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(f"{target}.id"), nullable=optional, index=True)


def where(condition: str) -> dict[str, Any]:
    """An index on some rows only, on every database."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
