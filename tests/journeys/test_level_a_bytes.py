"""« It is done when »: a campaign of level A, played through window and command line, leaves not one answer anywhere.

Everything comes back that may: questionnaires filled in and returned by mistake, as PDF, as workbook, printed, glued to
the attestation, hidden in it. What is kept of attestations is found again by the same search: it does look.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import oci_desktop
from oci_desktop import cli, paths
from oci_desktop.errors import UserError
from oci_desktop.exchange.returned_desk import Desk
from oci_desktop.gui.dialogs.campaigns.attestation import AttestationDialog
from oci_desktop.gui.dialogs.returned import ReturnedDialog
from oci_desktop.log import WithoutValues, log_file, start_log
from oci_desktop.model.form import FormReading
from oci_desktop.store.database import Database
from tests.bytes import kinds_in, places_that_hold
from tests.filled_forms import flatten_pdf
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
from tests.journeys.post import (
    ACTION,
    COMMENT,
    KEPT,
    OWNER,
    Post,
    carrying,
    glued,
    pages_with_text,
    printed_before,
    printed_together,
    with_notes,
)

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


@pytest.fixture
def post(tmp_path_factory: pytest.TempPathFactory, file: Path) -> Post:
    return Post(tmp_path_factory.mktemp("Bureau"), file)


def type_the_attestation(person: Person) -> None:
    """Two dates and the names, then save and go on."""
    person.fill("Discutée au CA le", "2026-11-10")
    for nth, name in enumerate(("Camille Exemple", "Dominique Fictif")):
        person.fill("Signée par", name, nth)
        person.fill("Signée le", "2026-11-12", nth)
    person.click(person.top.verb)
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
            cli.main(["--db", str(file), "import", "self-assessments", *map(str, everything), *words], no_window) == 1
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
    person.click_button("Ouvrir", person.window.page.panel)
    assert boxes.opened[-1].read_bytes().startswith(b"%PDF-")


def keep_preview(person: Person) -> None:
    """Look at it, save it as it is, put it away."""
    shown = preview(person)
    person.click_button("Enregistrer en PDF…")
    person.settle()
    if shown.isVisible():
        person.press("Escape")
    person.settle()


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


def test_pages_that_did_not_go_out_with_the_attestation_are_not_kept_with_it(file: Path, post: Post) -> None:
    """Of pictures of the questionnaire no machine can tell what they are: there are too many pages."""
    from oci_desktop.exchange.returned_documents import keep_returned
    from oci_desktop.exchange.returned_forms import accept_forms, judge_forms

    member = "Inter Pares"
    pile = glued(post.attestation(member), flatten_pdf(post.questionnaire(member), text=False))
    path = post("pile.pdf", pile)
    with Database.open(file) as database:
        assert accept_forms(database, judge_forms(database, [path], as_of="2026-11-21"), on="2026-11-21") == 1
        with pytest.raises(UserError):
            keep_returned(database, post.id_of(member), pile, path.name)
        with database.read() as reader:
            kept = "SELECT document FROM attestation WHERE self_assessment_id = :id"
            assert reader.value(kept, {"id": post.id_of(member)}) is None
