"""Reading a file of rows as it comes: a workbook, or text in any encoding with any separator; a sentence when broken.

Nothing is guessed per row: encoding and separator are those of the whole file, and a file that mixes them
is refused with the line where it does.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from oci_desktop.errors import ExchangeError
from oci_desktop.exchange.cells import unguard
from oci_desktop.exchange.files import read_file
from oci_desktop.exchange.sheet_source import choose_sheet, rows_of_sheet
from oci_desktop.exchange.workbooks import LookIn, Workbook, is_workbook, read_workbook_bytes
from oci_desktop.i18n import N_, Message, message

MOST_BYTES = 64 * 1024 * 1024
"""A hundred thousand full records fit in a quarter of it."""

SEPARATORS = (";", ",", "\t", "|")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
# "é" read as cp1252 and written again as UTF-8: a file that went through the wrong program once.
_TWICE_ENCODED = re.compile(
    "[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u2013-\u203a\u20ac\u2122]"
)

_NOT_TEXT: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("This is a PDF. A workbook (.xlsx) or a CSV file is expected.")),
    (b"SQLite format 3\x00", N_("This is a database, not a list. Open it from the File menu instead.")),
)


@dataclass(frozen=True)
class Source:
    """A file that was read: its headings, then one list of cells per row, with the line where each begins."""

    headings: list[str]
    rows: list[list[str]]
    lines: list[int]
    header_line: int
    separator: str = ""
    encoding: str = ""
    warnings: list[tuple[int | None, Message]] = field(default_factory=list)
    faults: list[tuple[int, int, Message]] = field(default_factory=list)
    """Cells that have no value to read: line, place of the column, reason."""
    sheet: str = ""
    """The sheet of a workbook, "" for CSV."""
    plain: Callable[[str], str] = unguard
    """What makes the text that is meant of the text of a cell."""

    @property
    def labels(self) -> list[str]:
        """What each column is called, all different: its heading, numbered where it is blank or there twice."""
        labels: list[str] = []
        for place, heading in enumerate(self.headings):
            label = " ".join(heading.split())
            labels.append(label if label and label not in labels else f"{label} [{place + 1}]".strip())
        return labels

    def samples(self, place: int, most: int = 2) -> list[str]:
        """The first values of a column that differ."""
        found: dict[str, None] = {}
        for row in self.rows:
            if len(row) > place and row[place].strip():
                found[" ".join(self.plain(row[place]).split())] = None
                if len(found) >= most:
                    break
        return list(found)


def read_source(
    path: str | os.PathLike[str],
    is_heading: Callable[[str], bool],
    *,
    sheet: str | None = None,
    look_in: LookIn | None = None,
) -> Source:
    """The rows of a CSV file or of a workbook: of its `sheet`, or of the first that has any.

    `is_heading` tells headings that are known: they settle the separator, and the row of the headings.
    Raises: ExchangeError with what is wrong and, where it can be told, the line; what `look_in` raises.
    """
    return read_bytes(read_file(path, MOST_BYTES), is_heading, sheet=sheet, look_in=look_in)


def read_sheet(workbook: Workbook, is_heading: Callable[[str], bool], *, sheet: str | None = None) -> Source:
    """The rows of one sheet of a workbook that was read."""
    chosen, warnings = choose_sheet(workbook, sheet)
    found = rows_of_sheet(chosen, is_heading)
    return Source(
        found.headings,
        found.rows,
        found.lines,
        found.header_line,
        warnings=[*warnings, *found.warnings],
        faults=found.faults,
        sheet=chosen.name,
        plain=str,
    )


def read_bytes(
    data: bytes, is_heading: Callable[[str], bool], *, sheet: str | None = None, look_in: LookIn | None = None
) -> Source:
    """The same for bytes that are already in memory."""
    if len(data) > MOST_BYTES:
        raise ExchangeError(
            N_("The file is too large: {size} MB, {most} MB at most."), size=len(data) >> 20, most=MOST_BYTES >> 20
        )
    if is_workbook(data):
        return read_sheet(read_workbook_bytes(data, look_in=look_in), is_heading, sheet=sheet)
    if sheet is not None:
        raise ExchangeError(N_("Only a workbook has sheets, and this file is none."))
    for signature, sentence in _NOT_TEXT:
        if data.startswith(signature):
            raise ExchangeError(sentence)
    text, encoding, warnings = decode(data)
    if not text.strip():
        raise ExchangeError(N_("The file is empty."))
    if "\0" in text:
        raise ExchangeError(
            N_("Line {line} holds a null character: this is not a text file, or it is damaged."),
            line=text.count("\n", 0, text.index("\0")) + 1,
        )
    skipped = 0
    if found := _SEPARATOR_LINE.match(text):
        separator, text, skipped = found[1], text[found.end() :], 1
    else:
        separator = _separator(text, is_heading)
    rows, lines = _rows(text, separator, skipped)
    if not rows:
        raise ExchangeError(N_("The file is empty."))
    if found := _TWICE_ENCODED.search(text):
        line = text.count("\n", 0, found.start()) + 1 + skipped
        warnings.append(
            (line, message(N_("“{text}” looks like an accent that was damaged before."), text=found.group()))
        )
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1 + skipped
        warnings.append((line, message(N_("A character was lost here before the file was saved (�)."))))
    return Source(rows[0], rows[1:], lines[1:], lines[0], separator, encoding, warnings)


def decode(data: bytes) -> tuple[str, str, list[tuple[int | None, Message]]]:
    """The text, the name of its encoding, and what to warn of.

    UTF-8 with or without its mark, UTF-16, then Windows-1252; another encoding only when none of these fits.
    Raises: ExchangeError when the file is cut inside a character or mixes encodings.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        return _strict(data[3:], "utf-8"), "utf-8-sig", []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16"), "utf-16", []
    head = data[:4096]
    if len(head) >= 4 and head.count(0) > len(head) // 4:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if min(even, odd) * 8 < max(even, odd):
            name = "utf-16-be" if even > odd else "utf-16-le"
            return _strict(data, name), name, []
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data, error)
    try:
        return data.decode("cp1252"), "cp1252", []
    except UnicodeDecodeError:
        return _last_resort(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(data, error.start) from None


def _refuse_broken_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    """Most of it is UTF-8, one place is not: reading it as something else would garble every accent."""
    good = len(_MULTIBYTE.findall(data))
    bad = sum(byte > 127 for byte in _MULTIBYTE.sub(b"", data))
    if good and (good >= bad or error.reason == "unexpected end of data"):
        raise _broken(data, error.start)


def _broken(data: bytes, position: int) -> ExchangeError:
    line = data.count(b"\n", 0, position) + 1
    if position >= len(data) - 4:
        return ExchangeError(
            N_("The file is cut in the middle of a character at its end, line {line}. Copy or download it again."),
            line=line,
        )
    return ExchangeError(
        N_("Line {line} is not in the encoding of the rest of the file. Save it again as CSV (UTF-8)."), line=line
    )


def _last_resort(data: bytes) -> tuple[str, str, list[tuple[int | None, Message]]]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:500_000]).best()
    if best is not None:
        try:
            text = data.decode(best.encoding)
        except (UnicodeDecodeError, LookupError):
            best = None
    if best is None:
        raise ExchangeError(N_("The encoding of this file is not recognised. Save it again as CSV (UTF-8)."))
    sentence = N_("The encoding was guessed ({encoding}). Check the accents.")
    return text, best.encoding, [(None, message(sentence, encoding=best.encoding))]


def _separator(text: str, is_heading: Callable[[str], bool]) -> str:
    """The separator under which the first line shows the most headings that are known."""
    head = text.lstrip("\r\n\ufeff")[:100_000]
    scores: dict[str, tuple[int, int]] = {}
    for separator in SEPARATORS:
        try:
            cells = next(csv.reader(io.StringIO(head, newline=""), delimiter=separator))
        except (csv.Error, StopIteration):
            cells = []
        scores[separator] = (sum(is_heading(cell) for cell in cells), len(cells))
    return max(SEPARATORS, key=lambda separator: scores[separator])


def _rows(text: str, separator: str, skipped: int) -> tuple[list[list[str]], list[int]]:
    """The rows that are not blank, each with the line of the file where it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    begins = 1 + skipped
    try:
        for row in reader:
            if any(row) and any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(begins)
            begins = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise _csv_error(str(error), begins) from None
    return rows, lines


def _csv_error(reason: str, line: int) -> ExchangeError:
    if "unexpected end" in reason:
        return ExchangeError(
            N_("A quotation mark opens on line {line} and never closes: one is missing, or the file is cut."), line=line
        )
    if "expected after" in reason:
        return ExchangeError(
            N_("Line {line}: text follows a closing quotation mark. Quotation marks inside a cell are written twice."),
            line=line,
        )
    if "field larger" in reason:
        return ExchangeError(N_("Line {line}: a cell is too long; a quotation mark may be missing."), line=line)
    return ExchangeError(N_("Line {line} cannot be read as CSV."), line=line)
