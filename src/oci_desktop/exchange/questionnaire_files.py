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
from oci_desktop.model.questionnaire import PUBLISHED, VersionDraft
from oci_desktop.queries.lists import Reads
from oci_desktop.queries.questionnaires import Difference, difference, get_version
from oci_desktop.services.questionnaires import refuse_clashes, save_version

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
    "judge_version",
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
    """What becomes of a file: the version it goes to, whether that begins with it, and what changes.

    `changes` are against what was there before: the same draft, or the version published last.
    """

    draft: VersionDraft
    """As it is to be saved, with its rows."""
    is_new: bool
    changes: Difference
    changed: bool
    version_id: int | None = None

    def sentence(self) -> Message:
        values = {"title": self.draft.title, "number": self.draft.number}
        if self.is_new:
            return message(N_("“{title}”, version {number}: a new draft."), **values)
        if self.changed:
            return message(N_("“{title}”, version {number}: the draft is changed."), **values)
        return message(N_("“{title}”, version {number}: nothing to change, the file says what is stored."), **values)


def import_version(write: Writer, draft: VersionDraft) -> Imported:
    """Take in what a file says: a new draft, or the draft of that number changed; the same again changes nothing.

    Raises: as `judge_version`; ValidationError.
    """
    judged = judge_version(write, draft)
    return replace(judged, version_id=save_version(write, judged.draft) if judged.changed else judged.draft.id)


def judge_version(reader: Reads, draft: VersionDraft) -> Imported:
    """What taking it in would do; nothing is written.

    Raises: UserError when that version is published and the file says something else, or when another version is
    still a draft; ValidationError.
    """
    rows = reader.rows(
        """SELECT v.id, v.number, v.state FROM questionnaire_version v
           JOIN questionnaire q ON q.id = v.questionnaire_id WHERE lower(q.code) = lower(:code) ORDER BY v.id DESC""",
        {"code": draft.code},
    )
    if not rows:
        return Imported(draft, True, difference(VersionDraft(), draft), True)
    same = next((row[0] for row in rows if row[1] == draft.number), None)
    before = get_version(reader, same or next((row[0] for row in rows if row[2] == PUBLISHED), rows[0][0]))
    changes = difference(before, draft)
    next_draft = replace(draft, code=before.code, questionnaire_id=before.questionnaire_id)
    if same is None:
        judged = Imported(replace(next_draft, based_on_id=before.id), True, changes, True)
    elif not changes and _order(before) == _order(draft):
        return Imported(before, False, changes, False)
    elif before.is_frozen:
        raise UserError(
            N_(
                "Version {number} is published and does not change any more, and the file says something else."
                " Give the file another number to make it the next version."
            ),
            number=before.number,
        )
    else:
        judged = Imported(_over(before, next_draft), False, changes, True)
    refuse_clashes(reader, judged.draft)
    return judged


def _over(stored: VersionDraft, draft: VersionDraft) -> VersionDraft:
    """The draft in the rows of the stored one; signatories have no code, their place tells which they are."""
    kept = [one.id for one in stored.signatories]
    return replace(
        draft,
        id=stored.id,
        ref=stored.ref,
        version=stored.version,
        based_on_id=stored.based_on_id,
        signatories=tuple(
            replace(one, id=kept[place] if place < len(kept) else None) for place, one in enumerate(draft.signatories)
        ),
    )


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
