"""A list on the clipboard: a clean table for a spreadsheet, as text and as HTML."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QMimeData

from oci_desktop.tables import DATE, INTEGER, PHONE, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_mime(table: Table) -> QMimeData:
    """The table as a person reads it, with its headings; no text becomes a formula when it is pasted."""
    titles = [column.title for column in table.columns]
    exempt = [column.kind in (INTEGER, PHONE, DATE) for column in table.columns]
    rows = table.formatted()
    text = [titles]
    text += [
        [_one_line(cell) if free else guarded(_one_line(cell)) for cell, free in zip(row, exempt, strict=True)]
        for row in rows
    ]
    made = QMimeData()
    made.setText("\n".join("\t".join(row) for row in text) + "\n")
    made.setHtml(
        '<meta charset="utf-8"><table><tr>'
        + "".join(f"<th>{escape(title)}</th>" for title in titles)
        + "</tr>"
        + "".join("<tr>" + "".join(_html_cell(cell) for cell in row) + "</tr>" for row in rows)
        + "</table>"
    )
    return made


def guarded(text: str) -> str:
    """The rule of our CSV files: what a spreadsheet would take for a formula gets one leading apostrophe."""
    bare = text.lstrip("'")
    return f"'{text}" if bare.startswith(_FORMULA) else text


def _html_cell(text: str) -> str:
    # The format "text" keeps a spreadsheet from computing what starts with "=" and from losing leading zeros.
    return f"<td style='mso-number-format:\"\\@\"'>{escape(text)}</td>"


def _one_line(text: str) -> str:
    return " ".join(text.split("\t")).replace("\r", " ").replace("\n", " ")
