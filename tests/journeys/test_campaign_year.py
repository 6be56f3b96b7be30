"""« It is done when »: the whole year of one campaign in the real window, sitting after sitting.

The next version of the questionnaire, the campaign, its forms, what comes back, reminders, the board's page, an
applicant, the end of grace, the end of validity; each evening the program is closed, each time on another day.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.filled_forms import fill_pdf, fill_xlsx, flatten_pdf
from tests.gui.pages.conftest import Boxes
from tests.journeys.campaigns import (
    PAGE,
    letters,
    page_names,
    select,
    texts,
    with_selected,
)
from tests.journeys.clock import Clock
from tests.journeys.person import Person
from tests.journeys.test_first_day import add_organisation
from tests.journeys.year import (
    BY_PDF,
    BY_SCAN,
    BY_XLSX,
    EXEMPTED,
    LATE_SINCE_2026,
    REFUSING,
    SIGNED,
    address_the_applicant,
    admit,
    ask,
    check_all_received,
    create_the_campaign,
    exempt,
    get_up,
    once_back_and_forth,
    print_the_page,
    receive,
    refuse,
    remind,
    send_the_forms,
    show_only,
    steps,
    type_the_attestation,
    workbooks,
    write_the_next_version,
)

SitDown = Callable[..., Person]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock("2027-01-18").set_on(monkeypatch)


def test_a_whole_year(sit_down: SitDown, file: Path, boxes: Boxes, clock: Clock, tmp_path: Path) -> None:
    person = sit_down(file)
    write_the_next_version(person, boxes)
    get_up(person)

    clock.today = "2027-02-01"
    person = sit_down(file)
    person.go_to(PAGE)
    once_back_and_forth(person, lambda: create_the_campaign(person, "version 2.0"))
    assert person.title_line() == "67 organismes sollicités"
    members = set(person.lines())
    assert len(members) == 67
    assert person.sees("50 à envoyer")
    assert person.sees("13 en retard")
    forms = send_the_forms(person, boxes, tmp_path)
    assert set(steps(person).values()) == {"sent"}
    assert len(steps(person)) == 63
    get_up(person)

    clock.today = "2027-09-20"
    come = tmp_path / "arrivée"
    come.mkdir()
    paths = []
    for name in BY_PDF:
        paths.append(come / f"{name}.pdf")
        paths[-1].write_bytes(fill_pdf(forms[name], SIGNED))
    for name, workbook in workbooks(file, tmp_path / "classeurs").items():
        paths.append(come / f"{name}.xlsx")
        paths[-1].write_bytes(fill_xlsx(workbook, SIGNED))
    scan = come / "numérisation 0042.pdf"
    scan.write_bytes(flatten_pdf(fill_pdf(forms[BY_SCAN], SIGNED), text=False))
    person = sit_down(file)
    person.go_to(PAGE)
    once_back_and_forth(person, lambda: receive(person, paths))
    once_back_and_forth(person, lambda: check_all_received(person))
    person.click_button("Retirer les filtres")
    once_back_and_forth(person, lambda: type_the_attestation(person, boxes, scan))
    once_back_and_forth(person, lambda: refuse(person))
    once_back_and_forth(person, lambda: exempt(person))
    settled = {*BY_PDF, *BY_XLSX, BY_SCAN, *REFUSING, *EXEMPTED}
    assert person.sees("12 valides")
    assert person.sees("2 dispenses")
    assert person.sees("2 refus")
    get_up(person)

    clock.today = "2027-10-12"
    person = sit_down(file)
    person.go_to("Accueil")
    assert person.sees("43 membres en délai de grâce jusqu’au 31 décembre")
    assert person.sees("7 autoévaluations en retard depuis 2026"), "and one since 2025"
    person.go_to(PAGE)
    waiting = members - settled - LATE_SINCE_2026
    once_back_and_forth(person, lambda: remind(person, boxes, tmp_path, waiting))
    page = print_the_page(person, boxes, tmp_path / "octobre.pdf")
    assert page_names(page, "fr", members) == (LATE_SINCE_2026, waiting)
    get_up(person)

    clock.today = "2027-11-15"
    person = sit_down(file)
    person.go_to("Organismes")
    add_organisation(person)
    address_the_applicant(person)
    assert person.title_line() == "68 organismes sollicités · dont 1 candidat", person.title_line()
    once_back_and_forth(person, lambda: admit(person))
    person.go_to("Membres")
    assert person.title_line().startswith("68 membres")
    get_up(person)

    clock.today = "2028-01-05"
    person = sit_down(file)
    late = LATE_SINCE_2026 | waiting
    person.go_to("Membres")
    person.click_button("Listes enregistrées")
    person.choose("En retard d’autoévaluation")
    person.settle()
    assert set(person.lines()) == late
    person.go_to(PAGE)
    person.click_button(f"{len(late)} en retard")
    assert set(person.lines()) == late
    person.click_line("Inter Pares")
    assert person.sees("Autoévaluation 2026 : en retard depuis 370 jours"), person.words()
    page = print_the_page(person, boxes, tmp_path / "janvier.pdf")
    assert page_names(page, "fr", members) == (late, set())
    get_up(person)

    clock.today = "2028-04-01"
    person = sit_down(file)
    person.go_to("Membres")
    show_only(person, "Autoévaluation", "Échue")
    over = "attestation or dispense, none is valid any more"
    assert set(person.lines()) == {*BY_PDF, *BY_XLSX, BY_SCAN, *EXEMPTED}, over
    person.click_line(BY_SCAN)
    person.turn_to("En règle", person.window.page.panel)
    assert person.sees("Autoévaluation 2027 : échue depuis le 31 mars 2028"), person.words()
    assert boxes.said == []
    sent = (
        "SELECT m.kind, m.channel, m.sent_on, COUNT(*) FROM mailing m JOIN mailing_recipient r ON r.mailing_id = m.id"
        " JOIN campaign c ON c.id = m.campaign_id WHERE c.code = '2027' GROUP BY m.id ORDER BY m.id"
    )
    assert ask(person, sent) == [
        ("forms", "drafts", "2027-02-01", 51),
        ("forms", "letters", "2027-02-01", 12),
        ("reminder", "drafts", "2027-10-12", 31),  # of one never sent or to check nothing is awaited
    ]
    held = ask(person, "SELECT number, document_name FROM attestation WHERE number LIKE '2027-%' ORDER BY number")
    assert [number for number, _document in held] == [f"2027-{place:03}" for place in range(1, 13)]
    assert {document for _number, document in held} == {f"{name}.pdf" for name in BY_PDF} | {scan.name, None}
    last = steps(person)
    assert all(last[name] == "valid" for name in (*BY_PDF, *BY_XLSX, BY_SCAN))
    assert all(last[name] == "refused" for name in REFUSING)


def test_the_letter_is_about_the_form_that_goes_with_it(
    sit_down: SitDown, file: Path, boxes: Boxes, clock: Clock, tmp_path: Path
) -> None:
    person = sit_down(file)
    clock.today = "2027-02-01"
    person.go_to(PAGE)
    create_the_campaign(person)
    select(person, "Inter Pares", "Oxfam-Québec")
    with_selected(person, "Envoyer les formulaires…")
    read = texts(person, letters(person))
    person.press("Escape")
    person.settle()
    assert all("Autoévaluation 2027" in text for text in read.values())
    assert not any("2026" in text for text in read.values())
