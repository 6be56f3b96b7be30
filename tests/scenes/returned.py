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


def returned_older(window: Any) -> QWidget | None:
    dialog = _open(window)
    dialog.list.choose(7)
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
    "returned-older": returned_older,
    "returned-error": returned_error,
    "returned-scan": returned_scan,
    "returned-whose": returned_whose,
    "returned-attach": returned_attach,
    "returned-accepted": returned_accepted,
}


def _shared(window: Any) -> int:
    """A campaign of next spring in which one member shares its answers, some of them carried over."""
    from oci_desktop.i18n import message
    from oci_desktop.model.campaign import AnswerDraft, CampaignDraft
    from oci_desktop.model.planned_action import ActionDraft
    from oci_desktop.queries.answer_entry import answer_entry
    from oci_desktop.services import answers, campaigns

    database = window.context.database
    with database.read() as reader:
        row = reader.rows(
            "SELECT sa.id, sa.organisation_id, c.questionnaire_version_id FROM self_assessment sa"
            " JOIN campaign c ON c.id = sa.campaign_id WHERE sa.consent_on IS NOT NULL"
            " ORDER BY c.opens_on, sa.id LIMIT 1"
        )[0]
    with database.write(message("Campaign")) as write:
        draft = CampaignDraft(
            "2026B", "Autoévaluation 2026, réponses partagées", "Self-assessment 2026, shared answers", row[2], "B",
            "2026-11-01", "2026-12-11", "2026-12-31", "2027-03-31",
        )  # fmt: skip
        campaign = campaigns.save_campaign(write, draft)
        (record,) = campaigns.address(write, campaign, [row[1]])
        answers.give_consent(write, record, "2026-11-10", "Camille Exemple")
        answers.carry_over(write, record, row[0])
        entry = answer_entry(write, record)
        items = entry.items(entry.version.principles[0].id or 0)
        for item, choice in zip(items[:4], entry.version.scale, strict=False):
            answers.save_answer(write, record, AnswerDraft(item.id or 0, choice.code, "Depuis mai 2025."))
        action = ActionDraft(
            record, "Écrire la procédure et la faire connaître", items[2].id, "Direction", "2027-03-31"
        )
        answers.save_action(write, record, action)
    return int(record)


def answers_typed(window: Any) -> QWidget | None:
    from oci_desktop.gui.pages.answers.dialog import open_answers

    record = _shared(window)
    window.show_page("campaigns")
    open_answers(window.context, window, record)
    return None


def answers_reason(window: Any) -> QWidget | None:
    from oci_desktop.gui.pages.answers.dialog import open_answers

    record = _shared(window)
    window.show_page("campaigns")
    dialog = open_answers(window.context, window, record)
    dialog.view.choose("not_applicable")
    return None


def answers_action(window: Any) -> QWidget | None:
    from oci_desktop.gui.pages.answers.dialog import open_answers

    record = _shared(window)
    window.show_page("campaigns")
    dialog = open_answers(window.context, window, record)
    dialog.view.plan()
    return None


def answers_tab(window: Any) -> QWidget | None:
    from oci_desktop.gui.context import Place

    record = _shared(window)
    window.go(Place("campaigns", "self_assessment", record, "answers"))
    window.page.split.show_side(True)
    return None


def answers_tab_a(window: Any) -> QWidget | None:
    window.show_page("campaigns")
    window.page.list.view.select_record(window.page.list.model.ids[0])
    window.page.split.show_side(True)
    window.page.panel.tabs_widget.show_tab("answers")
    return None


def answers_withdraw(window: Any) -> QWidget | None:
    from oci_desktop.gui.pages.answers.dialog import open_answers

    record = _shared(window)
    _attach_a_photo(window, record)
    window.show_page("campaigns")
    dialog = open_answers(window.context, window, record)
    dialog.withdraw()
    return _erasing(dialog)


def _attach_a_photo(window: Any, record: int) -> None:
    from oci_desktop.exchange.returned_documents import keep_returned
    from tests.assessment_factories import add_attestation

    database = window.context.database
    kept = keep_returned(database, record, b"\x89PNG\r\n\x1a\n a photo", "IMG_2041.png")
    with database.read() as reader:
        opens_on = reader.value(
            "SELECT c.opens_on FROM campaign c JOIN self_assessment sa ON sa.campaign_id = c.id WHERE sa.id = :id",
            {"id": record},
        )
    add_attestation(
        database, record, document=kept, document_name="IMG_2041.png", received_on=opens_on, discussed_on=opens_on,
        signatories=(),
    )  # fmt: skip


def _erasing(dialog: Any) -> Any:
    from oci_desktop.gui.dialogs.erasing import ErasingDialog

    found = dialog.findChild(ErasingDialog)
    assert isinstance(found, ErasingDialog)
    return found


def answers_erased(window: Any) -> QWidget | None:
    from oci_desktop.gui.pages.answers.dialog import open_answers

    record = _shared(window)
    window.context.database.backup()
    window.context.database.automatic_backups = True
    window.show_page("campaigns")
    dialog = open_answers(window.context, window, record)
    dialog.withdraw()
    asked = _erasing(dialog)
    asked.erase()
    while asked.erased is None:
        QApplication.processEvents()
    window.context.database.automatic_backups = False
    return asked


SCENES |= {
    "answers-typed": answers_typed,
    "answers-reason": answers_reason,
    "answers-action": answers_action,
    "answers-tab": answers_tab,
    "answers-tab-a": answers_tab_a,
    "answers-withdraw": answers_withdraw,
    "answers-erased": answers_erased,
}
