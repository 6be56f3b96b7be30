"""Forms that went out and come back filled in, for the tests and the pictures of the return screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from oci_desktop.mailings.campaign_forms import MadeForm, each_form
from oci_desktop.store.database import Database
from tests.filled_forms import fill_pdf, fill_xlsx, flatten_pdf

SIGNED: Mapping[str, str] = {
    "discussed_on": "2026-09-20",
    "signatory.0.name": "Camille Exemple",
    "signatory.0.date": "2026-09-21",
    "signatory.1.name": "L’Œuvre Modèle",
    "signatory.1.date": "21 septembre 2026",
}


def made_forms(
    database: Database, campaign_id: int, document: str, ids: list[int] | None = None, form: str = "pdf"
) -> list[MadeForm]:
    """The forms of that kind ("attestation", "questionnaire", "form") as they go out."""
    return [
        one
        for one in each_form(database, campaign_id, ids=ids, formats=(form,), as_of="2026-11-21")
        if one.document == document
    ]


def come_back(
    folder: Path, form: MadeForm, values: Mapping[str, str] = SIGNED, *, changed: Callable[[bytes], bytes] | None = None
) -> Path:
    """One form filled in and put into the folder of what came by mail."""
    data = fill_pdf(form.data, values) if form.name.endswith(".pdf") else fill_xlsx(form.data, values)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / form.name
    path.write_bytes(changed(data) if changed else data)
    return path


def scanned(data: bytes) -> bytes:
    """Pictures of the pages: the printed identifier cannot be read by a machine."""
    return flatten_pdf(data, text=False)


def printed(data: bytes) -> bytes:
    """Pages without fields, as after "print to PDF": the printed identifier can still be read."""
    return flatten_pdf(data)
