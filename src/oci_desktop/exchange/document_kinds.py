"""What a file is, told from its bytes and never from its name: what it may be called when a program is to open it."""

from __future__ import annotations

from pathlib import Path

HEAD = 1024
"""How many bytes are needed to tell."""

_PICTURES = {
    b"\xff\xd8\xff": ".jpg",
    b"\x89PNG\r\n": ".png",
    b"II*\x00": ".tif",
    b"MM\x00*": ".tif",
    b"GIF8": ".gif",
    b"BM": ".bmp",
}
_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
"""Of the pictures that telephones take."""

_ALSO = {".jpeg": ".jpg", ".jpe": ".jpg", ".tiff": ".tif", ".heif": ".heic"}
_ZIP = b"PK\x03\x04"


def picture_suffix(data: bytes) -> str:
    """« .jpg », « .heic »…; "" for what is no picture."""
    for start, suffix in _PICTURES.items():
        if data.startswith(start):
            return suffix
    if data[4:8] == b"ftyp" and data[8:12] in _BRANDS:
        return ".heic"
    return ".webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:HEAD]


def suffix_of(data: bytes) -> str:
    """How the name of a returned document has to end, so that no program runs what is in it; "" for an unknown one."""
    return ".pdf" if is_pdf(data) else picture_suffix(data)


def is_named_as_it_is(path: Path) -> bool:
    """Whether a form or a scan is called what it is: one called « attestation.pdf.hta » would be run, not shown.

    Raises: OSError.
    """
    with path.open("rb") as file:
        data = file.read(HEAD)
    suffix = path.suffix.lower()
    return _ALSO.get(suffix, suffix) == (".xlsx" if data.startswith(_ZIP) else suffix_of(data) or None)
