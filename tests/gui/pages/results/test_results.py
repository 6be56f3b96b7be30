"""Results on the screen: the same figures as on paper, nothing without consent, the index only on demand."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.results import PortraitView, ResultsView
from oci_desktop.gui.widgets.chart import Bar, BarLegend, inks
from oci_desktop.i18n import message
from oci_desktop.model import schema
from oci_desktop.model.bars import FILLS, Part
from oci_desktop.services.campaigns import address
from tests.assessments import add_campaign, item_ids, published, share
from tests.factories import add_member


def texts(view: QWidget) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if not label.isHidden())


@pytest.fixture
def shared(kit_context: Context) -> list[int]:
    """Seven members that share their answers, all "in place" but the last item of each principle; their ids."""
    database = kit_context.database
    ids = [add_member(database, f"Organisme exemple {number}", region="06") for number in range(7)]
    with database.write(message("Set up")) as write:
        version = published(write)
        items = item_ids(write, version)
        made = address(write, add_campaign(write, 2025, version, "B"), ids)
        for one in made:
            share(write, one, {item: "in_place" for code, item in items.items() if not code.endswith(".3")})
    return made


def test_a_result_shows_counts_and_the_index_only_when_asked(
    qtbot: QtBot, kit_context: Context, shared: list[int]
) -> None:
    view = ResultsView(kit_context)
    qtbot.addWidget(view)
    view.show_result(shared[0])
    assert "Organisme exemple 0" in texts(view)
    assert "2 réponses sur 3" in texts(view)
    assert "indice 100" not in texts(view)
    (box,) = view.findChildren(QCheckBox)
    assert not box.isChecked()
    box.click()
    assert "indice 100" in texts(view)
    assert "jamais une comparaison avec d’autres" in texts(view)
    assert "6 En place, 3 Sans réponse" in [bar.accessibleName().split(": ")[-1] for bar in view.findChildren(Bar)]


def test_without_consent_the_view_says_so_and_shows_nothing(
    qtbot: QtBot, kit_context: Context, shared: list[int]
) -> None:
    with kit_context.database.write(message("Withdraw")) as write:
        write.update(schema.self_assessment, shared[0], {"consent_withdrawn_on": "2025-05-01"})
    view = ResultsView(kit_context)
    qtbot.addWidget(view)
    view.show_result(shared[0])
    assert "Les réponses de cet organisme restent chez lui" in texts(view)
    assert not [bar for bar in view.findChildren(Bar) if not bar.isHidden()]


def test_the_portrait_shows_who_is_where_and_no_cell_under_five(
    qtbot: QtBot, kit_context: Context, shared: list[int]
) -> None:
    with kit_context.database.read() as reader:
        campaign = int(reader.value("SELECT id FROM campaign"))
    view = PortraitView(kit_context)
    qtbot.addWidget(view)
    view.show_campaign(campaign)
    qtbot.waitUntil(lambda: view.data is not None)
    assert "7 organismes partagent leurs réponses" in texts(view)
    assert "Organisme exemple" not in texts(view)
    for bar in view.findChildren(Bar):
        assert all(part.value >= 5 or part.figure or "Sans" not in part.label for part in bar.parts)
    assert "n = 7" in texts(view)


def test_every_fill_can_be_painted_in_both_themes(qtbot: QtBot, kit_context: Context) -> None:
    for mode in ("light", "dark"):
        kit_context.theme.set_mode(mode)
        colours = inks()
        for fill in FILLS.values():
            assert {fill.ground, fill.words, fill.ink or "text", fill.outline or "text"} <= set(colours)
        bar = Bar([Part(name, 3, name) for name in FILLS], name="Tous")
        legend = BarLegend(bar.parts)
        for widget in (bar, legend):
            qtbot.addWidget(widget)
            widget.resize(420, max(20, widget.sizeHint().height()))
            assert not widget.grab().isNull()
        assert legend.heightForWidth(150) > legend.heightForWidth(900)
    kit_context.theme.set_mode("light")


def test_the_print_button_opens_the_very_report(
    qtbot: QtBot, kit_context: Context, shared: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from oci_desktop.gui.dialogs import preview
    from oci_desktop.gui.widgets import Button

    opened: list[str] = []
    monkeypatch.setattr(preview, "preview", lambda _context, document, parent=None: opened.append(document.title))
    view = ResultsView(kit_context)
    qtbot.addWidget(view)
    view.show_result(shared[0])
    next(button for button in view.findChildren(Button) if button.text() == "Imprimer").click()
    assert opened == ["Résultat d’une autoévaluation"]
