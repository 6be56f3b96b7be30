"""The field that picks a record: one types, the records that fit are proposed, and a new one can be made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from oci_desktop.errors import UserError
from oci_desktop.gui import icons, theme
from oci_desktop.gui.forms.field import Field
from oci_desktop.gui.forms.lines import LineEdit
from oci_desktop.i18n import N_, _
from oci_desktop.text import clean_line

_MOST = 8


class Candidate(Protocol):
    """A record that a lookup proposes."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def detail(self) -> str: ...


class PickField(Field):
    """A record by its name: the value is its id, or None; accents and case do not count.

    `find(text)` proposes. With `create`, the last line of the proposals makes a record of the name typed:
    the value is then that name, a text.
    """

    def __init__(
        self,
        label: str,
        find: Callable[[str], Sequence[Candidate]],
        *,
        name_of: Callable[[int], str],
        create: str = "",
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`create` is a sentence with {name}: "New person “{name}”"."""
        super().__init__(label, required=required, parent=parent)
        self._find, self._name_of, self._create = find, name_of, create
        self._chosen: int | str | None = None
        self._names: dict[int, str] = {}
        self.edit = LineEdit()
        self.edit.addAction(
            icons.icon("search", theme.colour("secondary"), 16), LineEdit.ActionPosition.LeadingPosition
        )
        self.edit.textEdited.connect(self._typed)
        self.list = QListWidget(self)
        self.list.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("look", "framed")
        self.list.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemClicked.connect(self._take)
        self.list.hide()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(60)
        self._rest.timeout.connect(self.propose)
        self.placed(self.edit)

    def editors(self) -> Sequence[QWidget]:
        return (self.edit,) if hasattr(self, "edit") else ()

    # What the form asks.

    def value(self) -> Any:
        if self._chosen is None and self.edit.text().strip():
            raise UserError(N_("Choose one of the records proposed."))
        return self._chosen

    def set_value(self, value: Any) -> None:
        self._chosen = value
        self.edit.setText(self.words(value))
        self.edit.setCursorPosition(0)

    def words(self, value: Any) -> str:
        if not value or isinstance(value, str):
            return value or ""
        return self._names.get(value) or self._name_of(value)

    def state(self) -> Any:
        return {"chosen": self._chosen, "typed": self.edit.text()}

    def restore(self, state: Any) -> None:
        self._chosen = state.get("chosen")
        self.edit.setText(str(state.get("typed", "")))

    def tidy(self) -> None:
        self.list.hide()
        if self._chosen is None and self.edit.text().strip():
            self._take_exact()

    # While one types.

    def _typed(self, _text: str) -> None:
        self._chosen = None
        self._rest.start()
        self.changed.emit()

    def propose(self) -> None:
        """Show the records that fit what is typed."""
        text = self.edit.text().strip()
        self._rest.stop()
        self.list.clear()
        if not text or not self.edit.hasFocus():
            self.list.hide()
            return
        for found in list(self._find(text))[:_MOST]:
            self._names[found.id] = found.name
            item = QListWidgetItem(f"{found.name}   ·   {found.detail}" if found.detail else found.name)
            item.setData(Qt.ItemDataRole.UserRole, found.id)
            self.list.addItem(item)
        if self._create:
            item = QListWidgetItem(icons.icon("plus", theme.colour("accent"), 16), self._create.format(name=text))
            item.setData(Qt.ItemDataRole.UserRole, text)
            self.list.addItem(item)
        if not self.list.count():
            self.list.hide()
            return
        self.list.setCurrentRow(0)
        self._place_list()

    def _place_list(self) -> None:
        height = self.list.sizeHintForRow(0) * self.list.count() + 4
        corner = self.edit.mapToGlobal(QPoint(0, self.edit.height() + 2))
        self.list.setGeometry(corner.x(), corner.y(), self.edit.width(), height)
        self.list.show()
        self.list.raise_()

    def _take_exact(self) -> None:
        """A name typed in full is chosen when one record alone has it."""
        from oci_desktop.text import search_norm

        wanted = search_norm(self.edit.text())
        exact = [found for found in self._find(self.edit.text()) if search_norm(found.name) == wanted]
        if len(exact) == 1:
            self._choose(exact[0].id, exact[0].name)

    def _take(self, item: QListWidgetItem) -> None:
        chosen = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(chosen, str):
            self._choose(clean_line(chosen), chosen)
        else:
            self._choose(chosen, self._names[chosen])

    def _choose(self, value: int | str, words: str) -> None:
        self._chosen = value
        self.list.hide()
        self._rest.stop()
        self.edit.setText(words)
        self.say(_("A new record will be made.") if isinstance(value, str) else "")
        self.changed.emit()

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self.list.isHidden():
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                item = self.list.currentItem()
                if item is not None:
                    self._take(item)
                return event.key() != Qt.Key.Key_Tab
            if event.key() == Qt.Key.Key_Escape:
                self.list.hide()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            asked = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
            if asked and self._rest.isActive():
                self.propose()
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: Any) -> None:
        self.list.hide()
        super().hideEvent(event)
