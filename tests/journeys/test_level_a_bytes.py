"""« It is done when »: a campaign of level A, played through window and command line, leaves not one answer anywhere.

Everything comes back that may: questionnaires filled in and returned by mistake, as PDF, as workbook, printed, glued to
the attestation, hidden in it. What is kept of attestations is found again by the same search: it does look.
"""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

import oci_desktop
from oci_desktop import cli, paths
from oci_desktop.errors import UserError
from oci_desktop.exchange.returned_desk import Desk
from oci_desktop.gui.dialogs.campaigns.attestation import AttestationDialog
from oci_desktop.gui.dialogs.returned import ReturnedDialog
from oci_desktop.log import WithoutValues, log_file, start_log
from oci_desktop.mailings.campaign_forms import MadeForm, each_form
from oci_desktop.model.form import FormReading
from oci_desktop.store.database import Database
from tests.bytes import kinds_in, places_that_hold
from tests.filled_forms import edit_zip, fill_pdf, fill_xlsx, flatten_pdf
from tests.gui.pages.conftest import Boxes
from tests.journeys.campaigns import (
    accept,
    drop_forms,
    letters,
    preview,
    put_away,
    save_drafts,
    select,
    what_they_are,
    with_selected,
)
from tests.journeys.clock import Clock
from tests.journeys.person import Person, plain

COMMENT, ACTION, OWNER = "Zzyœuxtémoin", "Qwhârtzplan", "Vlôkmanresp"
"""What answers say: words that nothing else can hold."""

ANSWERED = {
    "item.1.1.answer": "in_place", "item.1.1.comment": COMMENT,
    "item.1.2.answer": "not_applicable", "item.1.2.comment": f"{COMMENT} bis",
    "item.1.2.action": ACTION, "item.1.2.owner": OWNER, "item.1.2.due": "2027-06-30",
}  # fmt: skip
KEPT = "Gknöwnexplique"
SIGNED = {
    "discussed_on": "2026-11-10", "explanation": KEPT,
    "signatory.0.name": "Noémie Cœur d’Exemple", "signatory.0.date": "2026-11-12",
    "signatory.1.name": "Loïc Modèle", "signatory.1.date": "13 novembre 2026",
}  # fmt: skip
"""What an attestation says; it is kept, and must be found."""

CRASH = textwrap.dedent(
    """
    import logging
    import os
    import sys
    import threading
    from pathlib import Path

    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QLineEdit

    from oci_desktop.app import run
    from oci_desktop.gui import messages
    from oci_desktop.log import start_log

    start_log(logging.DEBUG)
    watch = threading.Timer(60, os._exit, (3,))
    watch.daemon = True
    watch.start()
    messages.bug = lambda _parent, problem, _log: os._exit(4)
    database, moment, record, *files = sys.argv[1:]


    def drop_and_type(session):
        from oci_desktop.gui.dialogs.campaigns.attestation import enter_attestation
        from oci_desktop.gui.dialogs.returned import open_returned

        dialog = open_returned(session.context, session.window, [Path(file) for file in files])
        if moment == "reading":
            QTimer.singleShot(60, lambda: print("now", flush=True))
            return
        timer = QTimer(session.window)

        def look():
            if dialog.is_busy():
                return
            timer.stop()
            entry = enter_attestation(session.context, session.window, int(record))
            entry.document.take(Path(files[0]))
            for edit in entry.findChildren(QLineEdit):
                edit.insert("à moitié")
                edit.textEdited.emit(edit.text())
            QTimer.singleShot(1500, lambda: print("now", flush=True))

        timer.timeout.connect(look)
        timer.start(20)


    run(["--db", database], after_rows=lambda session: QTimer.singleShot(0, lambda: drop_and_type(session)))
    """
)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock("2026-11-21").set_on(monkeypatch)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of this process and of all that it starts: searched in the end."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "TMP", "TEMP"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture(autouse=True)
def talkative_log() -> Iterator[None]:
    """Everything that anybody says, in the program's log and in one of all libraries beside it."""
    own, everybody = logging.getLogger("oci_desktop"), logging.getLogger()
    before, own.handlers = own.handlers, []
    level, own_level = everybody.level, own.level
    start_log(logging.DEBUG)
    of_all = logging.FileHandler(paths.log_dir() / "everything.log", encoding="utf-8")
    of_all.setFormatter(WithoutValues())
    everybody.addHandler(of_all)
    everybody.setLevel(logging.DEBUG)
    yield
    everybody.removeHandler(of_all)
    for handler in (of_all, *own.handlers):
        handler.close()
    own.handlers = before
    own.setLevel(own_level)
    everybody.setLevel(level)


def forms(file: Path) -> dict[tuple[str, str, str], MadeForm]:
    """(member, document, "pdf" or "xlsx") → the form as it goes out."""
    with Database.open(file) as database:
        with database.read() as reader:
            campaign = reader.value("SELECT id FROM campaign WHERE code = '2026'")
            ids = [
                row[0]
                for row in reader.rows(
                    "SELECT id FROM self_assessment WHERE campaign_id = :id AND NOT EXISTS"
                    " (SELECT 1 FROM attestation WHERE self_assessment_id = self_assessment.id)",
                    {"id": campaign},
                )
            ]
        made = each_form(database, campaign, ids=ids, formats=("pdf", "xlsx"), as_of="2026-11-21")
        return {(one.member, one.document, one.name.rpartition(".")[2]): one for one in made}


def glued(first: bytes, second: bytes) -> bytes:
    """One PDF of the pages of two, as somebody scans or prints a whole pile into one file."""
    writer = PdfWriter()
    for part in (first, second):
        writer.append(PdfReader(io.BytesIO(part)))
    return written(writer)


def carrying(pdf: bytes, inside: bytes) -> bytes:
    """The PDF with another file inside."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.add_attachment("réponses.txt", inside)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def with_notes(xlsx: bytes) -> bytes:
    """The workbook with answers where people write them too: beside the cells of the form, and in its properties."""

    def change(name: str, content: bytes) -> bytes:
        if name == "docProps/core.xml":
            return content.replace(b"</cp:coreProperties>", f"<dc:description>{ACTION}</dc:description>".encode()
                                   + b"</cp:coreProperties>")  # fmt: skip
        if name == "xl/worksheets/sheet1.xml":
            row = f'<row r="400"><c r="A400" t="inlineStr"><is><t>{COMMENT} {OWNER}</t></is></c></row></sheetData>'
            return content.replace(b"</sheetData>", row.encode())
        return content

    return edit_zip(xlsx, change)


class Post:
    """What came by mail, in a folder of the person's own; who it is of, and what it should be taken for."""

    def __init__(self, folder: Path, file: Path) -> None:
        self.folder, self.forms = folder, forms(file)
        self.holding_answers: list[Path] = []

    def __call__(self, name: str, data: bytes, *, answers: bool = False) -> Path:
        place = self.folder / name
        place.write_bytes(data)
        if answers:
            self.holding_answers.append(place)
        return place

    def questionnaire(self, member: str, ending: str = "pdf") -> bytes:
        return self._filled(member, "questionnaire", ending, ANSWERED)

    def attestation(self, member: str, ending: str = "pdf") -> bytes:
        return self._filled(member, "attestation", ending, SIGNED)

    def _filled(self, member: str, document: str, ending: str, values: dict[str, str]) -> bytes:
        fill = fill_pdf if ending == "pdf" else fill_xlsx
        return fill(self.forms[member, document, ending].data, values)

    def id_of(self, member: str) -> int:
        return self.forms[member, "attestation", "pdf"].self_assessment_id


@pytest.fixture
def post(tmp_path_factory: pytest.TempPathFactory, file: Path) -> Post:
    return Post(tmp_path_factory.mktemp("Bureau"), file)


def type_the_attestation(person: Person) -> None:
    """Two dates and the names, then save and go on."""
    person.fill("Discutée au CA le", "2026-11-10")
    for nth, name in enumerate(("Camille Exemple", "Dominique Fictif")):
        person.fill("Signée par", name, nth)
        person.fill("Signée le", "2026-11-12", nth)
    person.click(person.top.verb)  # type: ignore[attr-defined]
    person.settle()


def attach_the_scans(person: Person, dialog: ReturnedDialog, unknown: str) -> None:
    """The first is known by what is printed on it; of the second, the person says whose it is."""
    person.click(dialog.list.viewport(), dialog.list.visualRect(dialog.list.model().index(0, 1)).center())
    person.click(dialog.foot.scans_button)
    person.wait(lambda: isinstance(person.top, AttestationDialog))
    type_the_attestation(person)
    person.wait(lambda: person.top is not dialog)
    person.go_into("Membre")
    person.type(unknown)
    person.wait(person.proposals)
    person.press("Return")
    person.click_button("Continuer")
    person.wait(lambda: isinstance(person.top, AttestationDialog))
    type_the_attestation(person)
    person.wait(lambda: person.top is dialog)


def try_to_attach(person: Person, boxes: Boxes, member: str, path: Path) -> str:
    """Through the entry of the attestation; what it answers. Nothing is kept."""
    person.click_line(member)
    person.run("Saisir l’attestation…")
    person.wait(lambda: isinstance(person.top, AttestationDialog))
    boxes.open_file = path
    person.click(person.field("Attestation signée"))
    type_the_attestation(person)
    dialog = person.top
    assert isinstance(dialog, AttestationDialog)
    said = plain(dialog.refusal())
    person.click_button("Annuler")
    person.settle()
    return said


def cut_off(file: Path, moment: str, record: int, files: list[Path]) -> None:
    """The program is killed while it reads what came, or while an attestation is half typed."""
    source = str(Path(oci_desktop.__file__).parent.parent)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": source, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", CRASH, str(file), moment, str(record), *map(str, files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"now", other.stderr and other.stderr.read().decode()
        other.kill()


def test_a_level_a_campaign_leaves_no_answer_anywhere(
    sit_down: Callable[..., Person], file: Path, boxes: Boxes, post: Post, own_folders: Path, temporary: Path,
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Everything comes back that may; nothing of an answer stays, and what is attested is found again."""
    by_mistake = [
        post("questionnaire.pdf", post.questionnaire("AFS Interculture Canada"), answers=True),
        post("questionnaire.xlsx", post.questionnaire("CUSO", "xlsx"), answers=True),
        post("questionnaire imprimé.pdf", flatten_pdf(post.questionnaire("Village Monde")), answers=True),
    ]
    good = [
        post("attestation.pdf", post.attestation("Inter Pares")),
        post("attestation.xlsx", post.attestation("Résultats Canada", "xlsx")),
        post("avec notes.xlsx", with_notes(post.attestation("Micro-Recyc-Coopération", "xlsx")), answers=True),
        post("avec fichier.pdf", carrying(post.attestation("Association Ben-Ba Lanaudière"),
                                          f"{COMMENT} {ACTION} {OWNER}".encode()), answers=True),
        post("deux en un.pdf", glued(post.attestation("IRIS Mundial"), post.questionnaire("IRIS Mundial")),
             answers=True),
    ]  # fmt: skip
    scans = [
        post("attestation imprimée.pdf", flatten_pdf(post.attestation("Cyclo Nord-Sud"))),
        post("numérisation.pdf", flatten_pdf(post.attestation("CUSO"), text=False)),
    ]
    for path in post.holding_answers:
        for needle in (COMMENT, ACTION, OWNER):
            assert list(kinds_in(path.read_bytes(), needle)), f"{needle} is not in {path.name}: nothing is tried"

    person = sit_down(file)
    dialog = drop_forms(person, [*by_mistake, *good, *scans])
    assert what_they_are(dialog) == {
        **dict.fromkeys((path.name for path in by_mistake), "refused"),
        **dict.fromkeys((path.name for path in good), "new"),
        **dict.fromkeys((path.name for path in scans), "scan"),
    }
    for row in range(len(dialog.reviewed)):
        person.press("Home" if row == 0 else "Down")
        assert not any(person.sees(needle) for needle in (COMMENT, ACTION, OWNER)), "not shown either"
    accept(person, dialog)
    person.press("Ctrl+Z")
    person.settle()
    accept(person, dialog)
    attach_the_scans(person, dialog, "CUSO")
    put_away(person, dialog)
    person.go_to("Autoévaluations")
    for path in (by_mistake[2], post.holding_answers[-1], by_mistake[0]):
        assert "rien n’en a été conservé" in try_to_attach(person, boxes, "Village Monde", path)
    write_and_look(person, boxes, tmp_path / "sorties")
    person.run("Faire une copie de sécurité maintenant")
    person.press("Ctrl+Q")

    everything = [*by_mistake, *good, *scans]
    for words in (["--dry-run"], ["--dry-run", "--format", "json"], []):
        assert (
            cli.main(["--db", str(file), "import", "self-assessments", *map(str, everything), *words], no_window) == 0
        )
    printed = "".join(capsys.readouterr())
    assert not any(needle in printed for needle in (COMMENT, ACTION, OWNER))
    stumble(file, by_mistake[0])
    for moment in ("reading", "typing"):
        cut_off(file, moment, post.id_of("Village Monde"), everything)
    again = sit_down(file)
    again.go_to("Autoévaluations")
    again.press("Ctrl+Q")
    assert cli.main(["--db", str(file), "backup"], no_window) == 0

    with Database.open(file) as database:
        with database.read() as reader:
            for table in ("answer", "planned_action"):
                assert reader.value(
                    f"SELECT COUNT(*) FROM {table} x JOIN self_assessment sa ON sa.id = x.self_assessment_id"
                    " JOIN campaign c ON c.id = sa.campaign_id WHERE c.code = '2026'"
                ) == 0  # fmt: skip
            valid = "SELECT COUNT(*) FROM attestation WHERE explanation = :said"
            assert reader.value(valid, {"said": KEPT}) == len(good)
        for needle in (COMMENT, ACTION, OWNER):
            assert places_that_hold(needle, database, own_folders, temporary, tmp_path) == []
        found = " ".join(places_that_hold(KEPT, database, own_folders, temporary, tmp_path))
        assert "aqoci.ocidb:" in found, "the search does look in the file"
        assert "aqoci.ocidb-files" in found, "and in the documents"
        assert "backups" in found, "and in the backups"


def stumble(file: Path, questionnaire: Path) -> None:
    """A fault of the program while it holds what it read: told in the log, with where it happened."""

    def fails(_desk: Desk, _path: Path, reading: FormReading, *_more: object) -> None:
        assert COMMENT in str(reading.values)
        raise LookupError(f"{reading.values}")

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(Desk, "_judge_known", fails)
        assert cli.main(["--db", str(file), "import", "self-assessments", str(questionnaire)], no_window) != 0
    assert "LookupError" in log_file().read_text(encoding="utf-8")


def no_window(_options: object) -> int:
    raise AssertionError("the window was asked for")


def write_and_look(person: Person, boxes: Boxes, folder: Path) -> None:
    """Reminders as drafts with their forms, letters and the board's page previewed and saved, a document opened."""
    folder.mkdir()
    select(person, "Centre international de solidarité ouvrière (CISO)", "Fondation One Drop")
    with_selected(person, "Envoyer un rappel…")
    boxes.save_file = folder / "rappels.zip"
    save_drafts(person, letters(person))
    assert boxes.save_file.exists()
    select(person, "Village Monde", "Fondation One Drop")
    with_selected(person, "Envoyer les formulaires…")
    dialog = letters(person)
    person.click(dialog.ways.buttons["letters"])
    person.click(dialog.ways.go_button)
    boxes.save_file = folder / "lettres.pdf"
    keep_preview(person)
    person.press("Escape")
    person.settle()
    person.click_button("Gestes de la campagne")
    person.choose("Page pour le conseil…")
    boxes.save_file = folder / "page.pdf"
    keep_preview(person)
    person.click_line("Inter Pares")
    person.turn_to("Attestation")
    person.click_button("Ouvrir", person.window.page.panel)  # type: ignore[attr-defined]
    assert boxes.opened[-1].read_bytes().startswith(b"%PDF-")


def keep_preview(person: Person) -> None:
    """Look at it, save it as it is, put it away."""
    shown = preview(person)
    person.click_button("Enregistrer en PDF…")
    person.settle()
    if shown.isVisible():
        person.press("Escape")
    person.settle()


def pages_with_text(first: bytes, second: bytes) -> bytes:
    return glued(first, flatten_pdf(second))


def printed_together(first: bytes, second: bytes) -> bytes:
    return glued(flatten_pdf(first), flatten_pdf(second))


def printed_before(first: bytes, second: bytes) -> bytes:
    return glued(flatten_pdf(second), flatten_pdf(first))


@pytest.mark.parametrize("together", [pages_with_text, printed_together, printed_before])
def test_an_attestation_with_the_questionnaire_behind_it_is_not_attached(
    file: Path, post: Post, own_folders: Path, temporary: Path, together: Callable[[bytes, bytes], bytes]
) -> None:
    """As when somebody prints or scans the whole pile into one PDF."""
    from oci_desktop.exchange.returned_documents import keep_returned
    from oci_desktop.exchange.returned_forms import accept_forms, judge_forms

    member = "Inter Pares"
    pile = together(post.attestation(member), post.questionnaire(member))
    path = post("pile.pdf", pile, answers=True)
    assert list(kinds_in(pile, COMMENT))
    with Database.open(file) as database:
        accept_forms(database, judge_forms(database, [path], as_of="2026-11-21"), on="2026-11-21")
        with pytest.raises(UserError):
            keep_returned(database, post.id_of(member), pile, path.name)
        for needle in (COMMENT, ACTION, OWNER):
            assert places_that_hold(needle, database, own_folders, temporary) == []
