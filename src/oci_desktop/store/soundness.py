"""Is a file whole? Asked of backups before they count, of files after an unclean close, and by `check`."""

from __future__ import annotations

import sqlite3


def is_sound(raw: sqlite3.Connection) -> bool:
    """Does SQLite find the file whole, and every reference answered?"""
    try:
        return (
            raw.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
            and raw.execute("PRAGMA foreign_key_check").fetchone() is None
        )
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return False
        raise


def faults(raw: sqlite3.Connection, limit: int = 20) -> list[str]:
    """What SQLite says is wrong, in its own English words; empty when all is well."""
    try:
        found = [row[0] for row in raw.execute(f"PRAGMA integrity_check({limit})") if row[0] != "ok"]
        for table, row_id, parent, _key in raw.execute("PRAGMA foreign_key_check").fetchmany(limit):
            found.append(f"{table} {row_id}: no such {parent}")
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return found
