"""Home in the window: its lines lead where they say, and it follows what is saved and the day shown."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.pages.home import HomePage
from oci_desktop.gui.pages.home_parts import FigureCard, Ring, ToDoRow, UpcomingRow
from oci_desktop.gui.widgets import Label
from oci_desktop.store.database import Database
from tests.factories import add_member, add_person, add_role


def page_of(qtbot: QtBot, context: Context) -> HomePage:
    page = HomePage(context)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    context.changed.connect(page.on_changes)
    return page


def texts(page: HomePage) -> set[str]:
    return {label.text() for label in page.findChildren(Label) if label.isVisibleTo(page)}


def test_an_empty_file_says_that_there_is_nothing_to_do(qtbot: QtBot, context: Context) -> None:
    page = page_of(qtbot, context)
    assert page.heading()[0] == "Bonjour"
    assert page.heading()[1].startswith("Rien à faire · exercice ")
    assert "Rien de prévu" in texts(page)
    assert not page.findChildren(ToDoRow)


def test_a_button_goes_to_the_list_with_its_filter(qtbot: QtBot, context: Context, database: Database) -> None:
    for name in ("Un", "Deux"):
        add_member(database, name)
    page = page_of(qtbot, context)
    gone: list[Place] = []
    context.go_to.connect(gone.append)
    rows = page.findChildren(ToDoRow)
    assert page.heading()[1].startswith("Deux choses à faire")
    for row in rows:
        row.button.click()
    assert gone == [
        Place("members", filters=(("delegate", ("no",)),)),
        Place("members", filters=(("main_contact", ("no",)),)),
    ]


def test_one_member_alone_opens_beside_the_list(qtbot: QtBot, context: Context, database: Database) -> None:
    member = add_member(database, "Seul")
    page = page_of(qtbot, context)
    gone: list[Place] = []
    context.go_to.connect(gone.append)
    page.findChildren(ToDoRow)[0].button.click()
    assert (gone[0].page, gone[0].kind, gone[0].record) == ("members", "organisation", member)


def test_what_is_saved_shows_at_once(qtbot: QtBot, context: Context, database: Database) -> None:
    page = page_of(qtbot, context)
    with qtbot.waitSignal(page.header_changed):
        add_member(database, "Nouveau")
    qtbot.waitUntil(lambda: len(page.findChildren(ToDoRow)) == 2)
    assert page.findChildren(Ring)


def test_another_day_shows_its_own_figures(qtbot: QtBot, context: Context, database: Database) -> None:
    add_member(database, "Récent", "2020-01-01")
    page = page_of(qtbot, context)
    context.set_as_of("2019-12-31")
    page.on_as_of()
    assert page.heading()[1] == "Rien à faire · exercice 2019-2020 · au 31 décembre 2019"
    shown = [card.accessibleName() for card in page.findChildren(FigureCard) if card.isVisibleTo(page)]
    assert shown[0] == "0 organisme membre"


def test_a_figure_and_a_date_can_be_reached_by_keyboard(qtbot: QtBot, context: Context, database: Database) -> None:
    member = add_member(database)
    person = add_person(database, "Camille", "Exemple")
    add_role(database, person, member, ends_on=context.today)
    page = page_of(qtbot, context)
    gone: list[Place] = []
    context.go_to.connect(gone.append)
    qtbot.keyClick(page.findChildren(FigureCard)[0], " ")
    qtbot.keyClick(page.findChildren(UpcomingRow)[0], "\r")
    assert [place.page for place in gone] == ["members", "people"]
    assert (gone[1].kind, gone[1].record) == ("person", person)


def test_html_in_a_name_is_shown_as_typed(qtbot: QtBot, context: Context, database: Database) -> None:
    add_member(database, "<b>Gras</b> & Cie")
    page = page_of(qtbot, context)
    assert "<b>Gras</b> & Cie" in texts(page)


def test_a_page_that_is_hidden_reads_when_it_is_seen(qtbot: QtBot, context: Context, database: Database) -> None:
    page = page_of(qtbot, context)
    page.hide()
    with qtbot.waitSignal(context.changed):
        add_member(database)
    assert page.heading()[1].startswith("Rien à faire")
    page.show()
    assert page.heading()[1].startswith("Deux choses à faire")


def test_a_reminder_opens_the_review_of_the_letters_to_those_of_the_line(
    qtbot: QtBot, context: Context, database: Database
) -> None:
    from oci_desktop.gui.dialogs.mailing import MailingDialog
    from oci_desktop.i18n import message
    from oci_desktop.services.campaigns import address, record_step
    from tests.assessments import add_campaign, published

    members = [add_member(database, name) for name in ("Un", "Deux", "Trois")]
    year = int(context.today[:4])
    with database.write(message("Campaign")) as write:
        campaign = add_campaign(
            write, year, published(write), opens_on=f"{year - 1}-01-01", due_on=f"{year - 1}-06-01",
            grace_until=f"{year - 1}-12-30", valid_until=f"{year + 1}-12-31",
        )  # fmt: skip
        asked = address(write, campaign, members)
        record_step(write, asked, "sent", f"{year - 1}-01-02")
        record_step(write, asked[:1], "valid", f"{year - 1}-02-02")
    page = page_of(qtbot, context)
    gone: list[Place] = []
    context.go_to.connect(gone.append)
    row = next(row for row in page.findChildren(ToDoRow) if row.button.accessibleName().startswith("Envoyer un rappel"))
    row.button.click()
    assert gone[0].page == "campaigns"
    assert ("lateness", ("late",)) in gone[0].filters
    (dialog,) = page.findChildren(MailingDialog)
    assert sorted(letter.organisation_id for letter in dialog.review.ticked()) == members[1:]
    dialog.reject()
