"""Reading PDFs back in tests: text by page, fonts, outline. Poppler is not needed."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader

from oci_desktop.reports.preview import Preview


def pages(pdf: bytes) -> list[str]:
    """The text of every page, in reading order."""
    with Preview(pdf) as preview:
        return [preview.text(page) for page in range(preview.page_count)]


def words(pdf: bytes) -> str:
    """All text on one line, so that a name that wraps is found again; no-break spaces stay."""
    return " ".join(line.strip(" ") for page in pages(pdf) for line in page.split("\n"))


def fonts(pdf: bytes) -> dict[str, bool]:
    """Every font that the PDF names anywhere, and whether it is embedded."""
    found: dict[str, bool] = {}
    reader = PdfReader(io.BytesIO(pdf))
    for number in range(1, len(reader.xref[0]) + 2):
        try:
            thing: Any = reader.get_object(number)
        except Exception:  # a hole in the numbering
            continue
        if isinstance(thing, dict) and thing.get("/Type") == "/Font":
            descriptor = thing.get("/FontDescriptor")
            embedded = descriptor is not None and "/FontFile2" in descriptor.get_object()
            found[str(thing["/BaseFont"])] = embedded
    return found


def outline(pdf: bytes) -> list[str]:
    return [entry.title for entry in PdfReader(io.BytesIO(pdf)).outline if not isinstance(entry, list)]


def right_edges(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of the ink of every page, in points from the bottom left."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    edges = []
    for page in document:
        boxes = [thing.get_bounds() for thing in page.get_objects()]
        edges.append(
            (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        )
        page.close()
    document.close()
    return edges
