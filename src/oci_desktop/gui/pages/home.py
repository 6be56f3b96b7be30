"""Home: what there is to do, what is coming, and the figures of the association, on the day in the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oci_desktop.dates import format_date
from oci_desktop.gui.context import Context, Place
from oci_desktop.gui.pages.deferred import DeferredPage
from oci_desktop.gui.pages.home_campaign import CampaignNow, campaign_card, campaign_now
from oci_desktop.gui.pages.home_parts import FigureCard, Legend, Ring, ToDoRow, UpcomingRow
from oci_desktop.gui.widgets import Card, EmptyState
from oci_desktop.i18n import _, ngettext, pgettext
from oci_desktop.queries.home import Figure, Home, Target, ToDo, get_home

_RECORD_KINDS = {
    "members": "organisation", "organisations": "organisation", "people": "person", "campaigns": "self_assessment",
}  # fmt: skip


class HomePage(DeferredPage):
    """Read again whenever something is saved or another day is shown; nothing on it is typed by hand."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._home: Home | None = None
        self._campaign: CampaignNow | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(22, 6, 22, 16)
        self._column.setSpacing(14)
        self._content: QWidget | None = None
        self.refresh()

    def heading(self) -> tuple[str, str]:
        return _("Hello"), summary(self._home, self.context.is_today) if self._home else ""

    def refresh(self) -> None:
        with self.context.database.read() as reader:
            home = get_home(reader, self.context.as_of)
            campaign = campaign_now(reader, self.context.as_of)
        if (home, campaign) == (self._home, self._campaign):
            return
        self._home, self._campaign = home, campaign
        fresh = self._made(home)
        if self._content is not None:
            self._column.replaceWidget(self._content, fresh)
            self._content.hide()
            self._content.deleteLater()
            fresh.show()
        else:
            self._column.addWidget(fresh)
        self._content = fresh
        self.header_changed.emit()

    def _made(self, home: Home) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self._to_do(home), 6)
        right = QVBoxLayout()
        right.setSpacing(14)
        if self._campaign is not None:
            right.addWidget(campaign_card(self.context, self._campaign))
        for figure in home.figures:
            if figure.shares and self._campaign is None:  # there is room for one ring
                right.addWidget(self._ring(figure))
        right.addWidget(self._upcoming(home), 1)
        top.addLayout(right, 5)
        column.addLayout(top, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(14)
        for figure in home.figures:
            if figure.key == "self-assessments" and self._campaign is not None:
                continue  # the ring says it already
            card = FigureCard(figure)
            card.clicked.connect(self._going(figure.target))
            bottom.addWidget(card, 1)
        column.addLayout(bottom)
        return content

    def _to_do(self, home: Home) -> QWidget:
        card = Card(_("To do"))
        if not home.to_do:
            card.body.addWidget(
                EmptyState("circle-check", _("Nothing to do"), _("Whatever needs you will be listed here.")), 1
            )
            return card
        rows, column = _scrolled(card)
        for item in home.to_do:
            column.addWidget(ToDoRow(item, self._doing(item)))
        column.addStretch()
        rows.setAccessibleName(_("To do"))
        return card

    def _upcoming(self, home: Home) -> QWidget:
        card = Card(_("Coming up"))
        if not home.upcoming:
            card.body.addWidget(
                EmptyState(
                    "calendar",
                    _("Nothing is planned"),
                    _("Memberships and roles that start or end in the coming months will be listed here."),
                ),
                1,
            )
            return card
        rows, column = _scrolled(card)
        column.setSpacing(2)
        for item in home.upcoming:
            row = UpcomingRow(item)
            row.clicked.connect(self._going(item.target))
            column.addWidget(row)
        column.addStretch()
        rows.setAccessibleName(_("Coming up"))
        return card

    def _ring(self, figure: Figure) -> QWidget:
        card = Card(_("Members"), _("See the list"), self._going(figure.target))
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(Ring(figure.value, ngettext("member", "members", figure.value), figure.shares))
        row.addWidget(Legend(figure.shares), 1)
        card.body.addLayout(row)
        return card

    def _doing(self, item: ToDo) -> Callable[[], None]:
        """Go to those of the line; where it is about letters to them, the review of these opens at once."""
        go = self._going(item.target)

        def do() -> None:
            go()
            if item.writes and self.context.is_today and not self.context.read_only:
                self._write(item.writes, item.target)

        return do if item.writes else go

    def _write(self, kind: str, target: Target) -> None:
        from oci_desktop.gui.dialogs.campaigns.chosen import chosen
        from oci_desktop.gui.dialogs.mailing import write_to
        from oci_desktop.queries.definitions import get_list
        from oci_desktop.queries.lists import Query, list_ids

        with self.context.database.read() as reader:
            ids = list_ids(reader, get_list(reader, "campaign"), Query(self.context.as_of, target.filters))
        if ids:
            write_to(self.context, self.window(), kind, chosen(self.context, ids).organisation_ids)

    def _going(self, target: Target) -> Callable[[], None]:
        def go() -> None:
            kind = _RECORD_KINDS.get(target.page, "") if target.record else ""
            self.context.go_to.emit(Place(target.page, kind, target.record or 0, filters=target.filters))

        return go


def _scrolled(card: Card) -> tuple[QScrollArea, QVBoxLayout]:
    """A column inside the card that scrolls when the window is too low for it."""
    area = QScrollArea()
    area.setProperty("look", "panel")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    area.setWidget(inside)
    card.body.addWidget(area, 1)
    return area, column


def summary(home: Home, is_today: bool) -> str:
    """« Six choses à faire, dont une en retard · exercice 2026-2027 »."""
    count = len(home.to_do)
    if not count:
        parts = [_("Nothing to do")]
    else:
        what = ngettext("{count} thing to do", "{count} things to do", count).format(count=_in_words(count))
        if home.late:
            late = ngettext("of which {count} is late", "of which {count} are late", home.late)
            what = f"{what}, {late.format(count=_in_words(home.late))}"
        parts = [what[:1].upper() + what[1:]]
    parts.append(_("fiscal year {label}").format(label=home.fiscal_year.label))
    if not is_today:
        parts.append(_("as of {day}").format(day=format_date(home.as_of)))
    return " · ".join(parts)


def _in_words(count: int) -> str:
    words = (
        pgettext("count of things", "one"),
        pgettext("count of things", "two"),
        pgettext("count of things", "three"),
        pgettext("count of things", "four"),
        pgettext("count of things", "five"),
        pgettext("count of things", "six"),
        pgettext("count of things", "seven"),
        pgettext("count of things", "eight"),
        pgettext("count of things", "nine"),
    )
    return words[count - 1] if 1 <= count <= len(words) else str(count)
