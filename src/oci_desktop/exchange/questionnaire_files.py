"""A questionnaire as a file: read whole (.toml or .xlsx), written, and taken in as a draft version.

What is wrong with a file is told all at once, each thing at its place; a file that says what is stored already
changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from oci_desktop import paths
from oci_desktop.errors import ExchangeError, UserError
from oci_desktop.exchange.files import write_file
from oci_desktop.exchange.questionnaire_problems import QuestionnaireFileError
from oci_desktop.i18n import N_, Message, message
from oci_desktop.model.questionnaire import VersionDraft
from oci_desktop.queries.questionnaires import Difference, difference, get_version
from oci_desktop.services.questionnaires import save_version

if TYPE_CHECKING:
    from oci_desktop.store.writer import Writer

TOML, XLSX = ".toml", ".xlsx"
EXAMPLE = "five-principles"

__all__ = [
    "EXAMPLE",
    "Imported",
    "QuestionnaireFileError",
    "add_example",
    "example_path",
    "import_version",
    "questionnaire_bytes",
    "read_questionnaire_file",
    "write_questionnaire_file",
]


def read_questionnaire_file(path: str | os.PathLike[str]) -> VersionDraft:
    """The version that the file holds, as a draft that belongs to no row yet.

    Raises: QuestionnaireFileError with everything that is wrong; ExchangeError when it is no such file.
    """
    place = Path(path)
    if _kind(place) == TOML:
        from oci_desktop.exchange.questionnaire_toml import read_toml

        return read_toml(place)
    from oci_desktop.exchange.questionnaire_xlsx import read_xlsx

    return read_xlsx(place)


def questionnaire_bytes(version: VersionDraft, suffix: str) -> bytes:
    """The version as the bytes of a file of this kind (".toml" or ".xlsx"), its headings in the language in force.

    Raises: ExchangeError.
    """
    if suffix == TOML:
        from oci_desktop.exchange.questionnaire_toml import toml_bytes

        return toml_bytes(version)
    from oci_desktop.exchange.questionnaire_sheets import xlsx_bytes

    return xlsx_bytes(version)


def write_questionnaire_file(version: VersionDraft, path: str | os.PathLike[str]) -> Path:
    """Save the version as a file, .xlsx or .toml as its name ends; whole or not at all.

    Raises: ExchangeError, StorageError.
    """
    place = Path(path)
    return write_file(place, questionnaire_bytes(version, _kind(place)))


def _kind(place: Path) -> str:
    suffix = place.suffix.casefold()
    if suffix not in (TOML, XLSX):
        raise ExchangeError(N_("A questionnaire is a file .xlsx or .toml; “{name}” is neither."), name=place.name)
    return suffix


# --- into the file of the association


@dataclass(frozen=True)
class Imported:
    """What became of a file: the version, whether it began it, and what changed against what was there before.

    `before` is the version that it was compared with: the same draft as it was, or the one published before it.
    """

    version_id: int
    is_new: bool
    changes: Difference
    changed: bool

    def sentence(self) -> Message:
        new = self.changes.new
        values = {"title": new.title, "number": new.number}
        if self.is_new:
            return message(N_("“{title}”, version {number}: a new draft."), **values)
        if self.changed:
            return message(N_("“{title}”, version {number}: the draft was changed."), **values)
        return message(N_("“{title}”, version {number}: nothing to change, the file says what is stored."), **values)


def import_version(write: Writer, draft: VersionDraft) -> Imported:
    """Take in what a file says: a new draft, or the draft of that number changed; the same again changes nothing.

    Raises: UserError when that version is published and the file says something else, or when another version is
    still a draft; ValidationError.
    """
    rows = write.rows(
        """SELECT v.id, v.number, v.state FROM questionnaire_version v
           JOIN questionnaire q ON q.id = v.questionnaire_id WHERE lower(q.code) = lower(:code) ORDER BY v.id DESC""",
        {"code": draft.code},
    )
    same = next((row[0] for row in rows if row[1] == draft.number), None)
    if same is not None:
        return _changed(write, same, draft)
    if not rows:
        version_id = save_version(write, draft)
        return Imported(version_id, True, difference(VersionDraft(), get_version(write, version_id)), True)
    before = get_version(write, next((row[0] for row in rows if row[2] == "published"), rows[0][0]))
    version_id = save_version(
        write,
        replace(draft, code=before.code, questionnaire_id=before.questionnaire_id, based_on_id=before.id),
    )
    return Imported(version_id, True, difference(before, get_version(write, version_id)), True)


def _changed(write: Writer, version_id: int, draft: VersionDraft) -> Imported:
    stored = get_version(write, version_id)
    changes = difference(stored, draft)
    same_order = _order(stored) == _order(draft)
    if not changes and same_order:
        return Imported(version_id, False, changes, False)
    if stored.is_frozen:
        raise UserError(
            N_(
                "Version {number} is published and does not change any more, and the file says something else."
                " Give the file another number to make it the next version."
            ),
            number=stored.number,
        )
    kept = [one.id for one in stored.signatories]
    signatories = tuple(
        replace(one, id=kept[place] if place < len(kept) else None) for place, one in enumerate(draft.signatories)
    )
    save_version(
        write,
        replace(
            draft,
            code=stored.code,
            id=stored.id,
            version=stored.version,
            questionnaire_id=stored.questionnaire_id,
            based_on_id=stored.based_on_id,
            signatories=signatories,
        ),
    )
    return Imported(version_id, False, difference(stored, get_version(write, version_id)), True)


def _order(version: VersionDraft) -> list[list[str]]:
    """What a difference does not tell: in which order things stand."""
    things: Iterable[Iterable[str]] = (
        (one.code for one in version.principles),
        (one.code for one in version.items()),
        (one.code for one in version.scale),
        (one.code for one in version.profiles),
    )
    return [list(codes) for codes in things]


# --- the example that ships


def example_path() -> Path:
    """Where the example questionnaire is."""
    return paths.resources_dir() / "questionnaires" / f"{EXAMPLE}.toml"


def add_example(write: Writer) -> int:
    """The example questionnaire as a draft to start from: the id of its version; the one that is there already."""
    rows = write.rows(
        """SELECT v.id FROM questionnaire_version v JOIN questionnaire q ON q.id = v.questionnaire_id
           WHERE q.code = :code ORDER BY v.id DESC""",
        {"code": EXAMPLE},
    )
    return int(rows[0][0]) if rows else save_version(write, read_questionnaire_file(example_path()))
