"""Scenes of the forms that come back, of answers typed and of what a withdrawn consent leaves."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from tests.returned import SIGNED as IN_SEPTEMBER
from tests.returned import come_back, made_forms, printed, scanned

SIGNED = {name: value.replace("-09-", "-11-").replace("septembre", "novembre") for name, value in IN_SEPTEMBER.items()}


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def _returned(window: Any) -> list[Path]:
    """Forms of the campaign under way: complete, not complete, scans, a questionnaire, one of nobody."""
    from oci_desktop.queries.campaigns import campaign_rows, current_campaign

    database, folder = window.context.database, Path(_folder().name)
    with database.read() as reader:
        campaign = current_campaign(reader, "2026-11-21")
        assert campaign is not None
        assert campaign.id is not None
        rows = campaign_rows(reader, campaign.id, "2026-11-21")
    ids = [row.id for row in rows if row.step in ("sent", "received", "to_complete")][:7]
    done = [row.id for row in rows if row.step == "valid"][:1]
    forms = made_forms(database, campaign.id, "attestation", [*ids, *done])
    half = {name: value for name, value in SIGNED.items() if not name.startswith("signatory.1")}
    paths = [come_back(folder, form, SIGNED) for form in forms[:3]]
    paths.append(come_back(folder, forms[3], half))
    paths.append(come_back(folder, forms[4], {**SIGNED, "discussed_on": "31 février 2026"}))
    paths.append(come_back(folder, forms[5], changed=printed))
    paths.append(come_back(folder, forms[6], changed=scanned))
    paths.append(come_back(folder, forms[7]))
    paths.append(come_back(folder, made_forms(database, campaign.id, "questionnaire", ids[:1])[0], {}))
    other = folder / "Facture 1182.pdf"
    other.write_bytes(b"%PDF-1.4 rien")
    return [*paths, other]


def _open(window: Any) -> Any:
    from oci_desktop.gui.dialogs.returned import open_returned

    window.show_page("campaigns")
    dialog = open_returned(window.context, window, _returned(window))
    assert dialog is not None
    while dialog.is_busy():
        QApplication.processEvents()
    return dialog


def returned(window: Any) -> QWidget | None:
    _open(window)
    return None


def returned_missing(window: Any) -> QWidget | None:
    dialog = _open(window)
    dialog.list.choose(3)
    return None


def returned_error(window: Any) -> QWidget | None:
    dialog = _open(window)
    dialog.list.choose(4)
    return None


def returned_scan(window: Any) -> QWidget | None:
    dialog = _open(window)
    dialog.list.choose(6)
    return None


def returned_whose(window: Any) -> QWidget | None:
    dialog = _open(window)
    dialog.list.choose(6)
    dialog._attach_current()
    QApplication.processEvents()
    return None


def returned_attach(window: Any) -> QWidget | None:
    dialog = _open(window)
    dialog.list.choose(5)
    dialog.attach_scans()
    QApplication.processEvents()
    return None


def returned_accepted(window: Any) -> QWidget | None:
    dialog = _open(window)
    dialog.accept_forms()
    while dialog.is_busy():
        QApplication.processEvents()
    return None


SCENES: dict[str, Callable[[Any], QWidget | None]] = {
    "returned": returned,
    "returned-missing": returned_missing,
    "returned-error": returned_error,
    "returned-scan": returned_scan,
    "returned-whose": returned_whose,
    "returned-attach": returned_attach,
    "returned-accepted": returned_accepted,
}
