"""Filling the real forms as a person would: the PDF through its fields, the workbook through its cells.

`values` are by field name: the code of an answer, a text, "yes" for a box.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject


def fill_pdf(pdf: bytes, values: Mapping[str, str]) -> bytes:
    """The same PDF filled in and saved again, as a reader does it. An unknown name fails."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    found = set()
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            widget = reference.get_object()
            name, field = _field_of(widget)
            if name not in values:
                continue
            found.add(name)
            value = values[name]
            if field.get("/FT") == "/Btn":
                state = NameObject(f"/{value}" if value else "/Off")
                field[NameObject("/V")] = state
                own = state in widget["/AP"]["/N"]
                widget[NameObject("/AS")] = state if own else NameObject("/Off")
            else:
                field[NameObject("/V")] = TextStringObject(value)
                widget.pop("/AP", None)
    assert found == set(values), f"no such fields: {set(values) - found}"
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _field_of(widget: Any) -> tuple[str, Any]:
    field = widget if "/T" in widget else widget["/Parent"].get_object()
    parts, above = [], field
    while above is not None:
        if "/T" in above:
            parts.append(str(above["/T"]))
        above = above["/Parent"].get_object() if "/Parent" in above else None
    return ".".join(reversed(parts)), field


def flatten_pdf(pdf: bytes, *, text: bool = True) -> bytes:
    """The same pages without fields, as after "print to PDF"; without `text`, pictures of them, as from a scanner."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    output = io.BytesIO()
    if text:
        for page in document:
            page.flatten()
        document.save(output)
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(output.getvalue())))
        writer.root_object.pop("/AcroForm", None)
        writer.metadata = None
        output = io.BytesIO()
        writer.write(output)
    else:
        images = [page.render(scale=1).to_pil().convert("L") for page in document]
        images[0].save(output, "PDF", save_all=True, append_images=images[1:])
    document.close()
    return output.getvalue()


def edit_zip(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The same archive with every member changed; None leaves it out."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            changed = change(name, old.read(name))
            if changed is not None:
                new.writestr(name, changed)
    return output.getvalue()


def fill_xlsx(xlsx: bytes, values: Mapping[str, str]) -> bytes:
    """The same workbook with its cells filled in; answers by code are written in the words of their list."""
    cells, words = form_cells(xlsx)
    by_part: dict[str, dict[str, str]] = {}
    for name, value in values.items():
        part, address, number = cells[name]
        shown = words.get((number, value), value) if number else value
        by_part.setdefault(part, {})[address] = shown

    def change(name: str, xml: bytes) -> bytes:
        for address, text in by_part.get(name, {}).items():
            xml = set_cell(xml, address, f'<is><t xml:space="preserve">{escape(text)}</t></is>', "inlineStr")
        return xml

    return edit_zip(xlsx, change)


def set_cell(xml: bytes, address: str, inside: str, kind: str = "n") -> bytes:
    """A sheet with another content in one cell, its look kept."""
    pattern = re.compile(rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'.encode(), re.DOTALL)
    made, count = pattern.subn(
        lambda found: (
            b'<c r="%s"%s t="%s">%s</c>' % (address.encode(), found[1] or b"", kind.encode(), inside.encode())
        ),
        xml,
    )
    assert count == 1, address
    return made


@lru_cache(maxsize=4)
def form_cells(xlsx: bytes) -> tuple[dict[str, tuple[str, str, str]], dict[tuple[str, str], str]]:
    """Field → its part of the archive, its address and its list; list and code → words: from the hidden sheet."""
    from python_calamine import CalamineWorkbook
    from xlsxwriter.utility import xl_rowcol_to_cell

    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
    rows = book.get_sheet_by_name("_oci").to_python(skip_empty_area=False)
    cells, words = {}, {}
    for row in rows:
        name, _kind, sheet, at, column, number = map(str, row[:6])
        if row is not rows[0] and name:
            part = f"xl/worksheets/sheet{book.sheet_names.index(sheet) + 1}.xml"
            cells[name] = (part, xl_rowcol_to_cell(int(at), int(column)), number)
        if len(row) > 12 and row[10]:
            words[str(row[10]), str(row[11])] = str(row[12])
    return cells, words
