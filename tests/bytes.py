"""Looking for a text in the bytes themselves: of a file, its log, its documents, its backups, its person's folders.

For the tests of privacy: what must not be kept must be in none of `places_that_hold`. Looked into: plain bytes in the
encodings that programs write, members of zip archives (XLSX, DOCX, whatever is in them), streams, texts and form
fields of PDFs, parts of e-mails, values of SQLite databases and the raw pages around them.
"""

from __future__ import annotations

import base64
import contextlib
import email
import email.policy
import io
import json
import logging
import re
import sqlite3
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from oci_desktop import paths
from oci_desktop.store.backups import folder_of as backup_folder_of
from oci_desktop.store.database import Database
from oci_desktop.store.documents import folder_of
from oci_desktop.text import search_norm

_DEPTH = 5


def places_that_hold(needle: str, database: Database | Path, home: Path | None = None, *folders: Path) -> list[str]:
    """Every place where `needle` is, as "path: kind of place"; empty when it is nowhere.

    Looks at the file of `database`, what SQLite has beside it, its documents, everything in `home` (backups, settings,
    half-filled forms, log; the person's folders in force when None) and in the other `folders` (temporary ones).
    Accents, capitals and spaces may be gone, as in what lists search. Take a needle that nothing else can hold.
    """
    path = database.path if isinstance(database, Database) else database
    whole = [path.parent / name.name for name in path.parent.glob(path.name + "*") if name.is_file()]
    whole += [name for name in path.parent.glob(f"{path.stem}-damaged-*") if name.is_file()]
    home = home or paths.data_dir().parent
    places = {*whole, *_files(folder_of(path)), *_files(home)}
    if isinstance(database, Database):
        places.update(_files(backup_folder_of(database.database_id)))
    for folder in folders:
        places.update(_files(folder))
    found = []
    for place in sorted(places):
        found += [f"{place}: {kind}" for kind in sorted(set(kinds_in(place.read_bytes(), needle)))]
        if needle in str(place):
            found.append(f"{place}: its name")
    return found


def kinds_in(content: bytes, needle: str, depth: int = _DEPTH) -> Iterator[str]:
    """The kinds of places inside `content` that hold the needle."""
    for spelling, encoded in _spellings(needle):
        if encoded in content:
            yield spelling
    if depth == 0:
        return
    for kind, part in _inside(content):
        for deeper in kinds_in(part, needle, depth - 1):
            yield f"{kind} ({deeper})"


def _files(folder: Path) -> Iterator[Path]:
    return (place for place in folder.rglob("*") if place.is_file())


def _spellings(needle: str) -> list[tuple[str, bytes]]:
    """The bytes that the needle may be, each once."""
    folded = search_norm(needle)
    found: dict[bytes, str] = {}
    for name, text in (("", needle), ("folded ", folded), ("casefolded ", needle.casefold())):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1", "cp1252"):
            with contextlib.suppress(UnicodeEncodeError):
                found.setdefault(text.encode(encoding), name + encoding)
    found.setdefault(json.dumps(needle)[1:-1].encode(), "json")
    found.setdefault(escape(needle).encode(), "xml")
    found.setdefault(needle.encode("utf-16-be").hex().encode(), "hexadecimal")
    found.setdefault(needle.encode("utf-16-be").hex().upper().encode(), "hexadecimal")
    for skipped in range(3):
        # Base64 spells three bytes at a time: what comes before decides how the needle looks.
        whole = base64.b64encode(b"\0" * skipped + needle.encode())
        found.setdefault(whole[(0, 2, 3)[skipped] : -4], "base64")
    return [(name, encoded) for encoded, name in found.items() if len(encoded) >= min(4, len(needle))]


def _inside(content: bytes) -> Iterator[tuple[str, bytes]]:
    """What a container holds, each part whole; nothing when it is none, or is broken."""
    if content.startswith(b"SQLite format 3\0"):
        yield from _values(content)
    if b"PK\x03\x04" in content[:4]:
        yield from _members(content)
    if b"%PDF-" in content[:1024]:
        yield from _of_pdf(content)
    if content.lstrip().startswith(b"<?xml") or b"<w:t" in content[:4096]:
        # Words processors cut a sentence into runs, spreadsheets into pieces of rich text.
        yield "text", re.sub(rb"<[^>]*>", b"", content)
    if re.match(rb"(?i)(from|to|subject|date|mime-version|content-type|x-[a-z-]+):", content):
        yield from _of_mail(content)


def _values(content: bytes) -> Iterator[tuple[str, bytes]]:
    """A value longer than a page is in pieces: asked of SQLite, it is whole."""
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(sqlite3.Error):
        copy = Path(folder) / "copy"
        copy.write_bytes(content)
        with contextlib.closing(sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as raw:
            raw.text_factory = bytes
            for (table,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
                name = table.decode()
                for row in raw.execute(f'SELECT * FROM "{name}"'):
                    for value in row:
                        if isinstance(value, bytes) and len(value) > 400:
                            yield f"value of {name}", value


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    with (
        contextlib.suppress(zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error),
        zipfile.ZipFile(io.BytesIO(content)) as archive,
    ):
        for member in archive.infolist():
            yield f"member {member.filename}", archive.read(member)
            yield "name of a member", member.filename.encode()
        yield "comment of the archive", archive.comment


def _of_pdf(content: bytes) -> Iterator[tuple[str, bytes]]:
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\n?endstream", content, re.DOTALL):
        for candidate in (stream, _from_ascii85(stream)):
            inflated = _inflated(candidate)
            if inflated:
                yield "stream", inflated
    yield "texts", "\n".join(_texts_of_pdf(content)).encode("utf-8", "replace")


def _from_ascii85(stream: bytes) -> bytes:
    try:
        return base64.a85decode(b"<~" + stream.strip().removesuffix(b"~>") + b"~>", adobe=True)
    except ValueError:
        return b""


def _inflated(stream: bytes) -> bytes:
    """What a Flate stream holds, as far as it can be read."""
    inflater = zlib.decompressobj()
    try:
        return inflater.decompress(stream) + inflater.flush()
    except zlib.error:
        return b""


def _texts_of_pdf(content: bytes) -> Iterator[str]:
    """Words and fields: in the page, letters are numbers of a font; in a field, UTF-16 or octal escapes."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with warnings.catch_warnings(), contextlib.suppress(Exception):
        warnings.simplefilter("ignore")
        reader = pypdf.PdfReader(io.BytesIO(content))
        for key, value in (reader.metadata or {}).items():
            yield f"{key} {value}"
        for name, values in (reader.get_fields() or {}).items():
            yield f"{name} {values.get('/V', '')} {values.get('/DV', '')} {values.get('/TU', '')}"
        for page in reader.pages:
            yield page.extract_text()
        for attached in reader.attachments.values():
            yield from (part.decode("utf-8", "replace") for part in attached)


def _of_mail(content: bytes) -> Iterator[tuple[str, bytes]]:
    with contextlib.suppress(LookupError, ValueError):
        mail = email.message_from_bytes(content, policy=email.policy.default)
        for name, value in mail.items():
            yield f"header {name}", str(value).encode("utf-8", "replace")
        for part in mail.walk():
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield f"part {part.get_content_type()}", body
