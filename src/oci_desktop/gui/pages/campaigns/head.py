"""Above the list: which campaign, its days, and how far it is; every figure filters the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from oci_desktop.dates import format_date
from oci_desktop.gui import theme
from oci_desktop.gui.forms import FlowLayout
from oci_desktop.gui.pages.campaigns.figures import UNDER_WAY, Figure
from oci_desktop.gui.style import blend
from oci_desktop.gui.widgets import Button, ElidedLabel
from oci_desktop.i18n import _
from oci_desktop.model.bars import widths
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.standing import EXEMPT, GRACE, LATE, LEVELS, REFUSED, TO_SEND, VALID

_SHARES = {VALID: 1.0, GRACE: 0.5, UNDER_WAY: 0.24, TO_SEND: 0.1}
_DOT = 10
_SIDES = 44


def ground(code: str) -> QColor:
    """The colour of a part, as on paper: tints of the accent for what goes its way, red for what is late."""
    t = theme.tokens()
    if code in _SHARES:
        return QColor(blend(t.panel, t.accent, _SHARES[code]))
    if code == LATE:
        return QColor(t.late)
    if code == REFUSED:
        return QColor(blend(t.panel, t.late, 0.5))
    return QColor(blend(t.panel, t.secondary, 0.4 if code == EXEMPT else 0.2))


class ProgressBar(QWidget):
    """The parts of the campaign side by side, in the order of the figures."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: Sequence[Figure] = ()
        self.setFixedHeight(8)

    def show_parts(self, parts: Sequence[Figure]) -> None:
        self._parts = parts
        self.setAccessibleName(", ".join(part.words for part in parts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        x = 0.0
        for part, width in zip(self._parts, widths([part.n for part in self._parts], self.width(), 2, 4), strict=True):
            painter.setBrush(ground(part.code))
            painter.drawRect(QRectF(round(x), 0, round(x + width) - round(x), self.height()))
            x += width + 2


class CampaignHead(QWidget):
    """`campaign_asked` with the code of another campaign; `figure_asked` with the filters of a figure."""

    campaign_asked = Signal(str)
    figure_asked = Signal(object)

    def __init__(
        self,
        gestures: Callable[[], QMenu],
        new: Callable[[], object] | None = None,
        common: Sequence[tuple[str, str, Callable[[], object]]] = (),
    ) -> None:
        """`common` are the gestures people look for (words, icon, what to do): in sight where there is room, while
        the menu has them always."""
        super().__init__()
        self._campaigns: Sequence[CampaignDraft] = ()
        self._shown: CampaignDraft | None = None
        self._gestures = gestures
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 2, 22, 10)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(12)
        self.chooser = Button("", self._choose, icon="chevron-down")
        self.chooser.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the icon stands after the words
        top.addWidget(self.chooser)
        top.addStretch()
        self.common = [Button(words, act, icon=icon) for words, icon, act in common]
        self._common_box = QWidget()
        self._common_box.setMinimumWidth(1)  # it never keeps the window wide: it folds away
        row = QHBoxLayout(self._common_box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for button in self.common:
            row.addWidget(button)
        top.addWidget(self._common_box)
        self.new_button = Button(_("New campaign…"), new, icon="plus", look="primary")
        self._may_make = new is not None
        top.addWidget(self.new_button)
        self.more = Button(_("Campaign"), self._open_menu, icon="chevron-down")
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.more.setAccessibleName(_("Gestures of the campaign"))
        top.addWidget(self.more)
        column.addLayout(top)
        self.days = ElidedLabel("", "secondary")
        column.addWidget(self.days)
        self._flow_box = QWidget()
        self._flow = FlowLayout(self._flow_box, 6)
        policy = self._flow_box.sizePolicy()
        policy.setHeightForWidth(True)
        self._flow_box.setSizePolicy(policy)
        column.addWidget(self._flow_box)
        self.bar = ProgressBar()
        column.addWidget(self.bar)
        self.buttons: dict[str, Button] = {}

    def show_campaign(
        self, shown: CampaignDraft, campaigns: Sequence[CampaignDraft], parts: Sequence[Figure], day: str
    ) -> None:
        """What is known of the campaign on the day."""
        self._shown, self._campaigns = shown, campaigns
        self.chooser.set_text(str(shown.title))
        self.chooser.setAccessibleName(_("Campaign shown: {title}").format(title=str(shown.title)))
        self.days.setText(days_of(shown, day))
        latest = max(campaigns, key=lambda one: one.opens_on, default=shown)
        # Once its grace is over, the next thing to do is the next campaign.
        self.new_button.setVisible(self._may_make and shown.id == latest.id and day > shown.grace_until)
        self._fold()
        self._show_figures(parts)
        self.bar.show_parts(parts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """The common gestures stand in sight only where nothing of the line is cut for them."""
        others = [self.chooser, self.more] + [self.new_button] * (not self.new_button.isHidden())
        needed = sum(one.sizeHint().width() + 12 for one in (*others, self._common_box)) + _SIDES
        self._common_box.setVisible(bool(self.common) and self.width() >= needed)

    def mark(self, filters: object) -> None:
        """The figure whose filters are on is marked."""
        for button in self.buttons.values():
            active = "true" if button.property("filters") == filters else "false"
            if button.property("active") != active:
                button.setProperty("active", active)
                button.style().unpolish(button)
                button.style().polish(button)

    def _show_figures(self, parts: Sequence[Figure]) -> None:
        known = {part.code: part for part in parts}
        if list(known) != list(self.buttons):
            while (item := self._flow.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
            self.buttons = {}
            for part in parts:
                button = Button(look="chip")
                button.setProperty("filters", part.filters)
                button.clicked.connect(lambda _c=False, filters=part.filters: self.figure_asked.emit(filters))
                button.setIcon(_dot(part.code))
                button.setIconSize(QSize(_DOT + 4, _DOT))
                self.buttons[part.code] = button
                self._flow.addWidget(button)
                button.show()
        for part in parts:
            self.buttons[part.code].set_text(part.words)
        self._flow_box.updateGeometry()

    def menu(self) -> QMenu:
        """Every campaign, the latest first."""
        made = QMenu(self)
        for campaign in self._campaigns:
            until = format_date(campaign.due_on, "medium")
            words = _("{title} (due on {date})").format(title=str(campaign.title), date=until)
            action = made.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self._shown is not None and campaign.id == self._shown.id)
            action.triggered.connect(lambda _c=False, code=campaign.code: self.campaign_asked.emit(code))
        return made

    def _choose(self) -> None:
        self.menu().popup(self.chooser.mapToGlobal(QPoint(0, self.chooser.height() + 4)))

    def _open_menu(self) -> None:
        self._gestures().popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))


def days_of(campaign: CampaignDraft, day: str) -> str:
    """« échéance le 11 octobre 2026 · délai de grâce jusqu’au … · valide jusqu’au … · attestation seulement ».

    Before it opens, that comes first: nothing is asked of anybody yet.
    """
    opening = _("not open before {date}").format(date=format_date(campaign.opens_on, "medium"))
    parts = (
        *((opening,) if day < campaign.opens_on else ()),
        _("due on {date}").format(date=format_date(campaign.due_on, "medium")),
        _("grace until {date}").format(date=format_date(campaign.grace_until, "medium")),
        _("valid until {date}").format(date=format_date(campaign.valid_until, "medium")),
        _(LEVELS[campaign.level])[:1].lower() + _(LEVELS[campaign.level])[1:],
    )
    return " · ".join(parts)


def _dot(code: str) -> QIcon:
    drawn = QPixmap(2 * (_DOT + 4), 2 * _DOT)  # with the room between the dot and the word
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("field_border") if code in (TO_SEND, UNDER_WAY) else Qt.PenStyle.NoPen)
    painter.setBrush(ground(code))
    painter.drawRoundedRect(QRectF(1, 1, 2 * _DOT - 2, 2 * _DOT - 2), 4, 4)
    painter.end()
    drawn.setDevicePixelRatio(2)
    return QIcon(drawn)
