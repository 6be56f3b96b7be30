"""The membership list reproduces the page of the annual report."""

from __future__ import annotations

import pytest

from oci_desktop.errors import NotFoundError, UserError
from oci_desktop.i18n import message
from oci_desktop.model.organisation import NamePeriod
from oci_desktop.reports import get_report, render_report
from oci_desktop.reports.member_list import MemberList
from oci_desktop.services.memberships import change_category
from oci_desktop.services.organisations import rename_organisation
from oci_desktop.store.database import Database
from tests.factories import add_member
from tests.reports.conftest import printed_members
from tests.reports.paper import fonts, outline, pages, right_edges, words

DAY = "2018-03-31"


def render(database: Database, lang: str = "fr", options: dict[str, str] | None = None, **values: object) -> bytes:
    return render_report(
        database, "member-list", DAY, lang, options, printed_on="2026-11-21", invariant=True, **values  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_printed_name_is_whole_and_in_order_on_one_page(printed: Database, lang: str) -> None:
    pdf = render(printed, lang)
    assert len(pages(pdf)) == 1
    text, at = words(pdf), 0
    regular, sympathisers = printed_members()
    assert (len(regular), len(sympathisers)) == (63, 4)
    for name in regular + sympathisers:
        found = text.find(f" {name} ", at)
        assert found >= 0, name
        at = found + len(name)


def test_the_page_says_what_it_is_in_french(printed: Database) -> None:
    text = words(render(printed))
    for expected in (
        "AQOCI Association québécoise des organismes de coopération internationale",
        "1001, rue Sherbrooke Est, bureau 540, Montréal (Québec)",
        "H2L 1L3",
        "514\u00a0871-1086 · aqoci@aqoci.qc.ca",
        "Liste des membres Au 31 mars 2018 · 67 membres, dont 63 réguliers et 4 sympathisants",
        "Membres réguliers 63 Action Haïti-Montérégie",
        "Membres sympathisants 4 Abri International-Bureau de Québec",
        "Imprimé le 21 novembre 2026 · liste des membres au 31 mars 2018 Page 1 de 1",
    ):
        assert expected in text


def test_the_page_says_what_it_is_in_english(printed: Database) -> None:
    text = words(render(printed, "en"))
    for expected in (
        "Membership list As of March 31, 2018 · 67 members, of which 63 regular and 4 sympathising",
        "Regular members 63 Action Haïti-Montérégie",
        "Printed on November 21, 2026 · membership list as of March 31, 2018 Page 1 of 1",
    ):
        assert expected in text


def test_it_shows_the_names_and_categories_of_its_day(printed: Database) -> None:
    with printed.read() as reader:
        cuso = reader.value("SELECT organisation_id FROM organisation_name WHERE printed = 'CUSO'")
    with printed.write(message("Rename")) as write:
        rename_organisation(write, cuso, NamePeriod("Cuso International", starts_on="2018-04-01", sort_as="0029"))
        change_category(write, cuso, "sympathiser", "2018-04-01")
    before = words(render_report(printed, "member-list", "2018-03-31", "fr"))
    after = words(render_report(printed, "member-list", "2018-04-01", "fr"))
    assert " CUSO " in before
    assert "63 réguliers et 4 sympathisants" in before
    assert " CUSO " not in after
    assert "Cuso International" in after
    assert "62 réguliers et 5 sympathisants" in after


def test_a_category_and_a_region_narrow_it_down_and_the_page_says_so(printed: Database) -> None:
    text = words(render(printed, options={"category": "Sympathisant", "region": "Montréal"}))
    assert "Au 31 mars 2018 · 2 membres sympathisants · région\u00a0: Montréal" in text
    assert "Carrefour jeunesse emploi de l'Outaouais" in text
    assert "Abri International" not in text


def test_options_that_do_not_fit_are_answered_with_those_that_do(printed: Database) -> None:
    with pytest.raises(UserError, match="Montréal"):
        render(printed, options={"region": "99"})
    with pytest.raises(UserError, match="region"):
        render(printed, options={"regions": "06"})
    with pytest.raises(NotFoundError, match="member-list"):
        get_report("members")


def test_a_file_without_members_prints_a_sentence(database: Database) -> None:
    assert "Aucun membre à lister ce jour-là." in words(render(database))


def test_fonts_are_embedded_and_the_outline_has_the_categories(printed: Database) -> None:
    pdf = render(printed)
    assert fonts(pdf) == {"/AAAAAA+NotoSans-Regular": True, "/AAAAAA+NotoSans-Bold": True}
    assert outline(pdf) == ["Membres réguliers", "Membres sympathisants"]


def test_the_same_data_gives_the_same_bytes(printed: Database) -> None:
    assert render(printed) == render(printed)


def test_collecting_gives_plain_data(printed: Database) -> None:
    report = get_report("member_list")
    with printed.read() as reader:
        data = report.collect(reader, DAY, report.chosen(reader, {}))
    assert isinstance(data, MemberList)
    assert [(block.code, len(block.names)) for block in data.blocks] == [("regular", 63), ("sympathiser", 4)]
    assert data.blocks[0].names == tuple(printed_members()[0])


@pytest.mark.parametrize(("paper", "landscape"), [("letter", False), ("letter", True), ("a4", False), ("a4", True)])
def test_long_lists_repeat_their_heading_and_stay_between_the_margins(
    association: Database, paper: str, landscape: bool
) -> None:
    names = [f"Organisme {number:04} pour la solidarité " + "et l’entraide " * (number % 7) for number in range(300)]
    for name in names[:3]:
        add_member(association, name.strip())
    with association.read() as reader:
        report = get_report("member-list")
        one = report.collect(reader, DAY, {}).blocks[0]
    data = MemberList(DAY, (type(one)("regular", one.plural_fr, one.plural_en, tuple(n.strip() for n in names)),))
    from oci_desktop.reports.frame import Printing
    from oci_desktop.reports.kit.sheet import Letterhead

    printing = Printing(Letterhead("Association", "A"), "2026-11-21", paper, landscape, True)
    pdf = report.render(data, printing).finish()
    found = pages(pdf)
    assert len(found) > 2
    for number, page in enumerate(found, start=1):
        assert f"Page {number} de {len(found)}" in page
        if number > 1:
            assert "Membres réguliers (suite)" in page
    text = words(pdf)
    assert [text.count(f"Organisme {number:04} ") for number in range(300)] == [1] * 300
    width, height = (792, 612) if landscape else (612, 792)
    if paper == "a4":
        width, height = (841.89, 595.28) if landscape else (595.28, 841.89)
    for left, bottom, right, top in right_edges(pdf):
        assert left >= 53
        assert right <= width - 53
        assert bottom >= 30
        assert top <= height - 30
