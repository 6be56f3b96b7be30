"""Scenes of the import wizard: its columns, its look-alikes, what it refuses, and the way out to Excel."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from tests.exchange.workbooks import make_workbook
from tests.scenes.pages import until

HEADINGS = ["Dénomination", "Sigle", "Région", "Courriel", "Couleur du dossier", "Personnes employées", None]
ROWS = [
    ["Coopération Boréale Exemple", "CBE", "Montréal", "info@example.org", "bleu", 12, "à rappeler"],
    ["Collectif des rives de l’exemple fictif et de ses environs", "CREF", 3, "rives@example.org", "vert", 4],
]


def _open(window: Any, sheets: dict[str, Any], more: Any = None) -> Any:
    window.show_page("exchange")
    path = Path(tempfile.mkdtemp()) / "organismes du printemps 2026.xlsx"
    path.write_bytes(make_workbook(sheets, more=more))
    imports = window.page.imports
    imports.open_file(path)
    until(lambda: imports._file is not None and not window.context.tasks.running)
    return imports


def columns(window: Any) -> QWidget | None:
    """Headings that mean nothing are asked about, with their first values."""
    _open(window, {"Liste": [HEADINGS, *ROWS], "Notes": [["x"]]})
    return None


def columns_error(window: Any) -> QWidget | None:
    """Nothing tells which record a row means: said where it is mended."""
    imports = _open(window, {"Liste": [[row[0], *row[2:]] for row in (HEADINGS, *ROWS)]})
    imports.judge()
    until(lambda: not window.context.tasks.running)
    return None


def alike(window: Any) -> QWidget | None:
    """Three rows look like members."""
    with window.context.database.read() as reader:
        found = reader.rows("SELECT printed FROM organisation_name WHERE length(printed) > 20 ORDER BY printed LIMIT 3")
    rows = [["Nom", "Sigle", "Région"], *[[name[:8] + name[9:], None, "Laval"] for (name,) in found],
            ["Coopération Boréale Exemple", "CBE", "Laval"]]  # fmt: skip
    imports = _open(window, {"Liste": rows})
    until(lambda: imports.result is not None)
    return None


def alike_decided(window: Any) -> QWidget | None:
    alike(window)
    imports = window.page.imports
    imports.rows.bar.buttons["same"].click()
    until(lambda: not window.context.tasks.running)
    imports.rows.bar.buttons["skip"].click()
    until(lambda: not window.context.tasks.running)
    return None


def errors(window: Any) -> QWidget | None:
    """An error in a cell, a merged cell, a title above the headings, a wrong number: all at once."""

    def more(book: Any) -> None:
        sheet = book.worksheets()[0]
        sheet.write_formula("B5", "=1/0", None, "#DIV/0!")
        sheet.merge_range("C5:C6", "Estrie")

    rows = [["Organismes du printemps"], [], ["Nom", "NEQ", "Région"], ["Boréal Exemple", "123", "Nord"],
            ["Austral Exemple"], ["Occident Exemple"]]  # fmt: skip
    imports = _open(window, {"Liste": rows}, more)
    until(lambda: imports.result is not None)
    return None


SCENES: dict[str, Callable[[Any], QWidget | None]] = {
    "wizard-columns": columns,
    "wizard-columns-error": columns_error,
    "wizard-alike": alike,
    "wizard-alike-decided": alike_decided,
    "wizard-errors": errors,
}
