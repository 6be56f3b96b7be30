"""« It is done when »: forms of 67 go out, come back in one drop, and on any day everything names the same members.

Who is late or in grace is worked out here by hand, from what was done to whom: the list, the members and the board's
page are held against that, to the name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from oci_desktop import cli
from tests.filled_forms import fill_pdf, fill_xlsx
from tests.gui.pages.conftest import Boxes
from tests.journeys.campaigns import accept, drop_forms, page_names, put_away, what_they_are
from tests.journeys.clock import Clock
from tests.journeys.person import Person, pdf_text

OPENS, DUE, GRACE, VALID = "2027-09-01", "2027-10-11", "2027-12-31", "2028-03-31"
BEFORE_DUE, IN_GRACE, AFTER_GRACE = "2027-09-25", "2027-11-21", "2028-01-15"

SYMPATHISERS = {
    "Abri International-Bureau de Québec", "Carrefour jeunesse emploi de l'Outaouais", "Fonds Solidarité Sud",
    "Humanité et inclusion",
}  # fmt: skip
"""Exempt until June 30, 2027: before the due date, so it settles nothing, but for the one whose dispense is renewed."""
RENEWED, REFUSES, DISPENSED = "Fonds Solidarité Sud", "Oxfam-Québec", "Mer et Monde"
HALF = ["Alternatives", "Inter Pares"]
"""Their forms come back without the second signature."""
SILENT = {"CUSO", "Cyclo Nord-Sud", "Village Monde", "Résultats Canada", REFUSES, DISPENSED, *SYMPATHISERS}
"""Nothing comes back from them in that drop. The forms of all the others come back complete."""

LATE_SINCE_2026 = {"Inter Pares", "CUSO", "Cyclo Nord-Sud", "Village Monde", "Résultats Canada"}
"""They never settled the campaign before: a new one forgives nothing."""
STILL_TO_DO = {"Alternatives", *SYMPATHISERS} - {RENEWED}

NAMES = {
    BEFORE_DUE: (LATE_SINCE_2026, set()),
    IN_GRACE: (LATE_SINCE_2026, STILL_TO_DO),
    AFTER_GRACE: (LATE_SINCE_2026 | STILL_TO_DO, set()),
}
"""day → late, in grace."""

SIGNED = {
    "discussed_on": "2027-09-14",
    "signatory.0.name": "Noémie Cœur d’Exemple",
    "signatory.0.date": "2027-09-15",
    "signatory.1.name": "Loïc Modèle",
    "signatory.1.date": "16 septembre 2027",
}
HALF_SIGNED = {name: value for name, value in SIGNED.items() if "signatory.1" not in name}

Run = Callable[..., str]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock("2027-08-30").set_on(monkeypatch)


@pytest.fixture
def run(file: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """The real command line on the file; what it printed."""

    def command(*words: object) -> str:
        capsys.readouterr()
        code = cli.main(["--db", str(file), *map(str, words)], lambda _options: 9)
        printed = capsys.readouterr()
        assert code == 0, printed.err
        return printed.out

    return command


def members_of(run: Run, day: str, *filters: str) -> list[str]:
    """The names that `list members` prints."""
    options = [word for one in filters for word in ("--filter", one)]
    return [row["name"] for row in json.loads(run("list", "members", "--as-of", day, "--format", "json", *options))]


def create_campaign(run: Run) -> None:
    days = ("--opens", OPENS, "--due", DUE, "--grace", GRACE, "--valid", VALID)
    said = run(
        "campaign", "create", "--code", "2027", "--title", "Autoévaluation 2027", "--title-en", "Self-assessment 2027",
        "--questionnaire", "five-principles", *days,
    )  # fmt: skip
    assert "67" in said
    run(
        "campaign", "exempt", RENEWED, "--decided-by", "Conseil d’administration", "--from", "2027-07-01",
        "--until", VALID,
    )  # fmt: skip


def forms_that_go_out(run: Run, folder: Path) -> list[Path]:
    run("campaign", "forms", "--campaign", "2027", "--format", "both", "--to", folder, "--as-of", OPENS)
    return sorted(folder.iterdir())


def form_of(name: str, paths: Iterable[Path], what: str, ending: str) -> Path:
    """As a person finds it: the file is named after the campaign, the member and the document."""
    began = f"2027 - {name.replace('/', '-')[:60].strip(' .')} - "
    (found,) = [path for path in paths if path.name.startswith(began) and path.suffix == ending and what in path.name]
    return found


def filled(folder: Path, members: list[str], paths: list[Path]) -> list[Path]:
    """What comes by mail: every second one a workbook; two are half signed."""
    folder.mkdir()
    found = []
    for number, name in enumerate(members):
        ending = (".pdf", ".xlsx")[number % 2]
        form = form_of(name, paths, "attestation", ending)
        fill = fill_pdf if ending == ".pdf" else fill_xlsx
        place = folder / form.name
        place.write_bytes(fill(form.read_bytes(), HALF_SIGNED if name in HALF else SIGNED))
        found.append(place)
    return found


def test_the_same_names_are_late_wherever_one_looks_on_three_days(
    sit_down: Callable[..., Person], file: Path, boxes: Boxes, run: Run, clock: Clock, tmp_path: Path
) -> None:
    create_campaign(run)
    members = members_of(run, OPENS)
    assert len(members) == 67
    assert set(members) >= SILENT | set(HALF)
    paths = forms_that_go_out(run, tmp_path / "out")
    assert len(paths) == 67 * 4  # the questionnaire to keep and the attestation to return, PDF and workbook

    clock.today = "2027-09-20"
    answering = [name for name in members if name not in SILENT]
    come = filled(tmp_path / "came in", answering, paths)
    by_mistake = tmp_path / "came in" / "questionnaire.pdf"
    by_mistake.write_bytes(form_of("CUSO", paths, "questionnaire", ".pdf").read_bytes())
    person = sit_down(file)
    dialog = drop_forms(person, [*come, by_mistake])
    assert Counter(what_they_are(dialog).values()) == {"new": len(come), "refused": 1}
    accept(person, dialog)
    put_away(person, dialog)
    assert boxes.said == []
    person.press("Ctrl+Q")

    clock.today = "2027-11-02"
    run("campaign", "step", "refused", REFUSES, "--campaign", "2027", "--on", "2027-10-20", "--reason", "Lettre du CA.")
    run(
        "campaign", "exempt", DISPENSED, "--decided-by", "Conseil d’administration", "--from", "2027-10-01",
        "--until", "2027-12-15",
    )  # fmt: skip
    for day, (late, grace) in NAMES.items():
        rows = json.loads(run("list", "campaign", "--filter", "campaign=2027", "--as-of", day, "--format", "json"))
        assert len(rows) == 67
        assert {row["member"] for row in rows if row["lateness"] == "late"} == late, day
        assert {row["member"] for row in rows if row["lateness"] == "grace"} == grace, day
        assert sorted(members_of(run, day, "self_assessment=late")) == sorted(late), day
        assert sorted(members_of(run, day, "self_assessment=grace")) == sorted(grace), day
        for lang in ("fr", "en"):
            page = tmp_path / f"{day}-{lang}.pdf"
            run("--lang", lang, "report", "campaign-status", "--as-of", day, "--set", "campaign=2027", "--out", page)
            assert page_names(pdf_text(page), lang, members) == (late, grace), (day, lang)
