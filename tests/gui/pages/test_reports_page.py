"""Reports: what is chosen is what is made; print, save and mail take the very bytes that are shown."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from oci_desktop import paths
from oci_desktop.gui import messages
from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.dialogs.documents import table_document
from oci_desktop.gui.dialogs.paper import Document, Paper
from oci_desktop.gui.dialogs.preview import preview
from oci_desktop.gui.dialogs.preview_view import FIT_PAGE
from oci_desktop.gui.dialogs.printing import page_layout, paint_pages
from oci_desktop.gui.pages.reports import ReportsPage
from oci_desktop.gui.widgets import Label
from oci_desktop.mailings.messages import mail_draft, safe_name
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_table
from oci_desktop.reports import REPORTS, render_report
from oci_desktop.reports.preview import Preview
from oci_desktop.store.database import Database
from tests.factories import add_member, add_organisation
from tests.gui.pages.conftest import Boxes


@pytest.fixture
def page(qtbot: QtBot, context: Context, database: Database) -> ReportsPage:
    add_member(database, "Alternatives Exemple")
    add_member(database, "Zone Exemple", category="sympathiser")
    made = ReportsPage(context)
    qtbot.addWidget(made, before_close_func=lambda widget: widget.workbench.close_pdf())
    made.resize(1000, 640)
    made.show()
    settle(qtbot, made)
    return made


def settle(qtbot: QtBot, page: ReportsPage) -> None:
    qtbot.waitUntil(page.workbench.is_settled, timeout=15_000)


def text_of(content: bytes) -> str:
    from io import BytesIO

    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(content)).pages)


def test_the_membership_list_is_shown_first(page: ReportsPage) -> None:
    text = text_of(page.workbench.pane.content)
    assert "Alternatives Exemple" in text
    assert page.workbench.pane.view.page_count() == 1
    assert page.workbench.print_button.isEnabled()


def test_the_reports_stand_in_their_groups_and_the_chosen_one_has_its_sentence(qtbot: QtBot, page: ReportsPage) -> None:
    page.resize(1084, 700)
    assert page.list.isVisible()
    assert not page.folded.isVisible()
    said = [label.text() for label in page.list.findChildren(Label)]
    assert said[:2] == ["MEMBRES", "Liste des membres"]
    assert said.index("Qui répond de quoi") < said.index("AUTOÉVALUATIONS") < said.index("Lettres de rappel")
    assert len(said) == len(REPORTS) + 2
    button = next(one for one in page.list.findChildren(QPushButton) if one.accessibleName() == "Qui répond de quoi")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.report.name == "contacts"
    assert any(label.text().startswith("Contact principal") for label in page.findChildren(Label))


def test_in_a_narrow_window_the_reports_fold_into_one_line(page: ReportsPage) -> None:
    page.resize(828, 600)
    assert page.folded.isVisible()
    assert not page.list.isVisible()
    assert page.folded.currentText() == "Liste des membres"
    row = page.folded.findText("Plan d’action")
    page.folded.setCurrentIndex(row)
    page.folded.activated.emit(row)
    assert page.report.name == "action-plan"
    headings = [page.folded.itemText(row) for row in range(page.folded.count()) if page.folded.itemData(row) is None]
    assert headings == ["Membres", "Autoévaluations"]


def test_no_choice_is_cut_whatever_the_report(page: ReportsPage, qtbot: QtBot) -> None:
    for width in (828, 1084):
        page.resize(width, 560)
        for entry in REPORTS:
            page.show_report(entry.name)
            settle(qtbot, page)
            inside = page.options.parentWidget()
            assert inside is not None
            assert page.options.minimumSizeHint().width() <= page.options.width(), entry.name


def test_an_option_makes_the_document_anew_and_is_remembered(qtbot: QtBot, page: ReportsPage, context: Context) -> None:
    page.options.choose("category", "sympathiser")
    settle(qtbot, page)
    assert "Alternatives Exemple" not in text_of(page.workbench.pane.content)
    page.show_report("contacts")
    page.show_report("member-list")
    assert page.options.values()["category"] == "sympathiser"


def test_the_day_of_the_window_is_the_documents(qtbot: QtBot, page: ReportsPage, context: Context) -> None:
    context.set_as_of("2018-03-31")
    page.on_as_of()
    settle(qtbot, page)
    assert "Au 31 mars 2018" in text_of(page.workbench.pane.content)


def test_a_day_that_cannot_be_read_is_said_beside_the_field(qtbot: QtBot, page: ReportsPage) -> None:
    before = page.workbench.pane.content
    page.options.day.edit.setText("31/02/2020")
    page.options.changed.emit()
    settle(qtbot, page)
    assert "31/02/2020" in page.options.day.said()
    assert page.workbench.pane.content == before


def test_the_record_of_an_organisation_waits_for_its_name(qtbot: QtBot, page: ReportsPage, database: Database) -> None:
    page.show_report("organisation")
    settle(qtbot, page)
    assert not page.workbench.print_button.isEnabled()
    wanted = add_organisation(database, "Éducation Modèle")
    page.go(Place("reports", "organisation", wanted))
    settle(qtbot, page)
    assert "Éducation Modèle" in text_of(page.workbench.pane.content)
    assert page.options.about() == "Éducation Modèle"


def test_typing_offers_organisations_with_accents_ignored(page: ReportsPage, database: Database) -> None:
    add_organisation(database, "Éducation Modèle")
    page.show_report("organisation")
    field = page.options.fields["organisation"]
    field.edit.setText("education modele")  # type: ignore[attr-defined]
    field.edit.textEdited.emit("education modele")  # type: ignore[attr-defined]
    assert field._names.stringList() == ["Éducation Modèle"]  # type: ignore[attr-defined]


def test_saving_writes_the_bytes_shown(page: ReportsPage, boxes: Boxes, tmp_path: Path) -> None:
    boxes.save_file = tmp_path / "liste"
    page.workbench.save()
    assert (tmp_path / "liste.pdf").read_bytes() == page.workbench.pane.content
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".pdf"] == ["liste.pdf"]


def test_a_folder_that_refuses_is_said_and_the_document_stays(page: ReportsPage, boxes: Boxes, tmp_path: Path) -> None:
    boxes.save_file = tmp_path / "nulle-part" / "liste.pdf"
    page.workbench.save()
    assert len(boxes.said) == 1
    assert page.workbench.pane.content


def test_mail_opens_a_draft_with_the_same_bytes(page: ReportsPage, boxes: Boxes) -> None:
    page.workbench.mail()
    assert len(boxes.opened) == 1
    assert boxes.opened[0].is_relative_to(paths.cache_dir())
    mail = message_from_bytes(boxes.opened[0].read_bytes(), policy=policy.default)
    assert mail["X-Unsent"] == "1"
    assert mail["Subject"] == "Liste des membres"
    attached = next(iter(mail.iter_attachments()))
    assert attached.get_content() == page.workbench.pane.content
    assert attached.get_filename().endswith(".pdf")


def test_without_a_mail_program_the_place_of_the_draft_is_said(page: ReportsPage, boxes: Boxes) -> None:
    boxes.programs = False
    page.workbench.mail()
    assert str(boxes.opened[0]) in boxes.said[0][1]


def test_a_subject_cannot_add_headers() -> None:
    mail = message_from_bytes(mail_draft("Liste\r\nBcc: x@example.org", b"%PDF", "é.pdf"), policy=policy.default)
    assert mail["Bcc"] is None
    assert next(iter(mail.iter_attachments())).get_filename() == "é.pdf"


def test_file_names_are_fit_for_every_system() -> None:
    assert safe_name("Fiche – A/B: « C? » <d>") == "Fiche – A-B- « C- » -d"
    assert safe_name("...") == "document"


def test_printing_draws_the_chosen_pages_of_the_same_bytes(
    qtbot: QtBot, page: ReportsPage, boxes: Boxes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "printed.pdf"

    def choose(_parent: object, printer: QPrinter) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        return True

    monkeypatch.setattr(messages, "choose_printer", choose)
    with qtbot.waitSignal(page.context.told, timeout=15_000):
        page.workbench.print()
    assert not boxes.said
    with Preview(target.read_bytes()) as printed, Preview(page.workbench.pane.content) as shown:
        assert printed.page_count == shown.page_count
        assert printed.page_size(0) == pytest.approx(shown.page_size(0), abs=1.5)


def test_a_landscape_page_is_printed_across(database: Database) -> None:
    content = render_report(database, "member-list", "2026-11-21", "fr", {}, landscape=True)
    with Preview(content) as shown:
        layout = page_layout(shown)
        rect = layout.fullRectPoints()
        assert (rect.width(), rect.height()) == (792, 612)


def test_only_the_pages_asked_for_are_printed(database: Database, qapp: object, tmp_path: Path) -> None:
    for number in range(150):
        add_organisation(database, f"Organisme {number:03}")
    with database.read() as reader:
        table = list_table(reader, get_list(reader, "organisations"), Query("2026-11-21"), ("name", "kind"))
    from oci_desktop.reports import render_table

    with Preview(render_table(database, table, "2026-11-21", "fr")) as shown:
        assert shown.page_count > 3
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "part.pdf"))
        printer.setPageLayout(page_layout(shown))
        printer.setFromTo(2, 3)
        assert paint_pages(shown, printer) == 2


def test_the_preview_of_a_list_turns_its_pages_and_zooms(qtbot: QtBot, context: Context, database: Database) -> None:
    for number in range(120):
        add_organisation(database, f"Organisme {number:03}")

    def table():  # type: ignore[no-untyped-def]
        with database.read() as reader:
            return list_table(reader, get_list(reader, "organisations"), Query(context.as_of), ("name", "kind"))

    dialog = preview(context, table_document(context, "organisations", "Organismes", table))
    qtbot.addWidget(dialog)
    pane = dialog.workbench.pane
    qtbot.waitUntil(dialog.workbench.is_settled, timeout=15_000)
    assert dialog.focusWidget() is dialog.workbench.print_button, "Enter prints; it does not zoom"
    view = pane.view
    assert view.page_count() > 2
    view.go_to(1)
    assert view.page == 1
    qtbot.waitUntil(view.is_drawn, timeout=15_000)
    before = view.factor
    view.zoom_in()
    assert view.factor > before
    view.set_zoom(FIT_PAGE)
    assert view.factor <= before
    assert view.page == 1
    dialog.reject()


def test_a_document_that_fails_says_why_instead_of_itself(qtbot: QtBot, context: Context) -> None:
    from oci_desktop.errors import UserError

    def make(_paper: Paper, _progress: object) -> bytes:
        raise UserError("Il manque quelque chose.")

    dialog = preview(context, Document("x", "Essai", "essai", make))
    qtbot.addWidget(dialog)
    qtbot.waitUntil(dialog.workbench.is_settled, timeout=15_000)
    assert any(label.text() == "Il manque quelque chose." for label in dialog.findChildren(Label))
    assert not dialog.workbench.save_button.isEnabled()
    dialog.reject()


def test_a_cancelled_print_stops_at_the_next_page(database: Database, qapp: object, tmp_path: Path) -> None:
    from oci_desktop.errors import Cancelled
    from oci_desktop.gui.tasks import Progress

    progress = Progress(lambda _share, _text: None)
    progress.cancel()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "part.pdf"))
    content = render_report(database, "member-list", "2026-11-21", "fr", {})
    with Preview(content) as shown, pytest.raises(Cancelled):
        paint_pages(shown, printer, progress)
