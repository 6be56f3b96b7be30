"""What a record is read with: values beside their names, e-mails to copy, people to open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from oci_desktop.dates import format_date
from oci_desktop.gui.context import Context
from oci_desktop.gui.forms import FlowLayout
from oci_desktop.gui.widgets import Button, CopyLabel, Label, Pill, SectionLabel
from oci_desktop.i18n import _
from oci_desktop.model.codes import BOUNCED, EMAIL_STATES, GOOD

SIDE = 20
NAME_WIDTH = 108
_BREAK = "\N{ZERO WIDTH SPACE}"


class Beside(QWidget):
    """A value made of several widgets; `drop` is how much lower than its top its first words stand."""

    drop = 2

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(1)


class Sheet(QWidget):
    """Sections one under the other; each holds named values, or widgets of its own."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SIDE, 4, SIDE, 18)
        self._column.setSpacing(0)
        self._column.addStretch()
        self._grid: QGridLayout | None = None

    def _put(self, widget: QWidget, above: int = 0) -> None:
        if above:
            self._column.insertSpacing(self._column.count() - 1, above)
        self._column.insertWidget(self._column.count() - 1, widget)

    def section(self, title: str, action: Button | None = None) -> None:
        """A heading in capitals, with a quiet action at its right."""
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(SectionLabel(title))
        row.addStretch()
        if action is not None:
            row.addWidget(action)
        self._put(head, 20 if self._column.count() > 1 else 4)
        self._column.insertSpacing(self._column.count() - 1, 6)
        self._grid = None

    def value(self, name: str, value: str | QWidget | None) -> None:
        """One named value; nothing is shown for an empty one."""
        if not value:
            return
        if self._grid is None:
            box = QWidget()
            self._grid = QGridLayout(box)
            self._grid.setContentsMargins(0, 0, 0, 0)
            self._grid.setHorizontalSpacing(8)
            self._grid.setVerticalSpacing(7)
            self._grid.setColumnMinimumWidth(0, NAME_WIDTH)
            self._grid.setColumnStretch(1, 1)
            self._put(box)
        line = self._grid.rowCount()
        label = Label(name, "secondary", wrap=True)
        label.setFixedWidth(NAME_WIDTH)
        shown = value if isinstance(value, QWidget) else CopyLabel(value)
        shown.setAccessibleName(f"{name}: {value}" if isinstance(value, str) else name)
        if isinstance(value, Beside):
            label.setContentsMargins(0, value.drop, 0, 0)
        self._grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(shown, line, 1, Qt.AlignmentFlag.AlignTop)

    def text(self, text: str, look: str = "") -> None:
        """A text over the whole width."""
        label = CopyLabel(text, look)
        self._put(label)
        self._grid = None

    def add(self, widget: QWidget, above: int = 0) -> None:
        self._put(widget, above)
        self._grid = None


def email_line(context: Context, address: str, state: str | None, state_on: str | None = None) -> QWidget:
    """An e-mail with a button that copies it; a state other than good stands under it, in words."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    row = QHBoxLayout()
    row.setSpacing(2)
    label = AddressLabel(address)
    row.addWidget(label, 1, Qt.AlignmentFlag.AlignTop)

    def copy() -> None:
        QGuiApplication.clipboard().setText(address)
        context.tell(_("{address} is copied.").format(address=address))

    words = _("Copy {address}").format(address=address)
    button = Button("", copy, icon="copy", look="link", name=words)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(row)
    if state and state != GOOD:
        words = _(EMAIL_STATES[state])
        when = format_date(state_on, "medium")
        pill = Pill(f"{words} · {when}" if when else words, "late" if state == BOUNCED else "pending")
        column.addWidget(pill, 0, Qt.AlignmentFlag.AlignLeft)
    return box


class AddressLabel(CopyLabel):
    """A long address that breaks after its signs; whatever way it is copied, it has no trace of that."""

    def __init__(self, text: str) -> None:
        super().__init__(text.replace("@", f"{_BREAK}@").replace("/", f"/{_BREAK}").replace(".", f"{_BREAK}."))
        self.setAccessibleName(text)

    def copy(self) -> None:
        """The selected part of the address to the clipboard."""
        QGuiApplication.clipboard().setText(self.selectedText().replace(_BREAK, ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction(_("Copy"), self.copy).setEnabled(self.hasSelectedText())
        menu.addAction(_("Select everything"), lambda: self.setSelection(0, len(self.text())))
        menu.exec(event.globalPos())
        menu.deleteLater()


def name_link(name: str, open_it: Callable[[], object], tip: str = "") -> Button:
    """A name that opens its record."""
    return Button(name, open_it, look="link", tip=tip or _("Open this record (Alt+Left comes back)"))


class Pills(QWidget):
    """Statuses side by side, on as many lines as they need."""

    def __init__(self, pills: Sequence[Pill] = ()) -> None:
        super().__init__()
        self._flow = FlowLayout(self, 6)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for pill in pills:
            self._flow.addWidget(pill)

    def show_pills(self, pills: Sequence[Pill]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for pill in pills:
            self._flow.addWidget(pill)
            pill.show()
        self.setVisible(bool(pills))
        self.updateGeometry()
