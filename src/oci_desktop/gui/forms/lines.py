"""Fields made of text: a line, a note, a telephone, a web address, a postal code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from oci_desktop import formats
from oci_desktop.errors import UserError
from oci_desktop.gui.forms.field import Field
from oci_desktop.gui.widgets import Label
from oci_desktop.text import LONGEST_TEXT, clean_line, clean_text


class LineEdit(QLineEdit):
    """One line; what is pasted comes in as one clean line, its tabs and line ends as single spaces."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST_TEXT + 1)  # Qt would cut at 32 767 without a word

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_clean()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_clean)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def paste_clean(self) -> None:
        """Insert the clipboard's text as one clean line, as if it had been typed."""
        if not self.isReadOnly():
            self.insert(pasted_line(QGuiApplication.clipboard().text()))
            self.textEdited.emit(self.text())


def pasted_line(text: str) -> str:
    """Pasted text as one clean line; what cannot be cleaned is left for the field to explain."""
    try:
        return clean_line(text)
    except UserError:
        return " ".join(text.split())


class LineField(Field):
    """One line of text; None when empty."""

    def __init__(
        self,
        label: str,
        *,
        required: bool = False,
        show: Callable[[str], str] | None = None,
        read: Callable[[str], str] | None = None,
        example: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`show` writes a stored value for people, `read` does the reverse; `example` is a quiet line under it."""
        super().__init__(label, required=required, parent=parent)
        self._show, self._read, self._example = show, read, example
        self._stored: tuple[str, str] | None = None
        self.edit = LineEdit()
        self.edit.textEdited.connect(lambda _text: self.changed.emit())
        self.placed(self.edit)
        self.say("")

    def editors(self) -> Sequence[QWidget]:
        return (self.edit,) if hasattr(self, "edit") else ()

    def value(self) -> Any:
        if self._stored is not None and self.edit.text() == self._stored[1]:
            return self._stored[0]  # untouched: the very value, not what reading its shown form would give
        text = clean_line(self.edit.text())
        return (self._read(text) if self._read else text) or None if text else None

    def set_value(self, value: Any) -> None:
        text = "" if value is None else str(value)
        shown = self._show(text) if self._show and text else text
        self._stored = (text, shown) if text else None
        self.edit.setText(shown)
        self.edit.setCursorPosition(0)

    def state(self) -> Any:
        return self.edit.text()

    def restore(self, state: Any) -> None:
        self.edit.setText(str(state or ""))

    def words(self, value: Any) -> str:
        return self._show(value) if self._show and value else super().words(value)

    def tidy(self) -> None:
        value, error = self.readable()
        if error is None:
            shown = "" if value is None else (self._show(value) if self._show else value)
            if shown != self.edit.text():
                self.edit.setText(shown)

    def say(self, text: str, severity: str = "") -> None:
        super().say(text or self._example, severity if text else "")


class PhoneField(LineField):
    """« 514 871-1086 »: kept as it is shown; numbers of other countries stay as they were typed."""

    def __init__(self, label: str, *, parent: QWidget | None = None) -> None:
        super().__init__(label, show=formats.phone, parent=parent)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)


class PostalCodeField(LineField):
    """« H2L 1L3 », in capitals once the field is left."""

    def __init__(self, label: str, *, parent: QWidget | None = None) -> None:
        super().__init__(label, show=formats.postal_code, read=formats.postal_code, parent=parent)


class WebField(LineField):
    """A web address; a missing `https://` is no fault and none is added."""

    def __init__(self, label: str, *, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)


class NoteEdit(QPlainTextEdit):
    """Plain text that grows with what is typed, from `least` to `most` lines; Tab goes to the next field."""

    def __init__(self, least: int = 2, most: int = 9) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        lines = max(self._least, min(self._most, round(self.document().size().height())))
        return QSize(200, lines * self.fontMetrics().lineSpacing() + 18)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def typed(self) -> str:
        """The text as it is: `toPlainText` would turn every no-break space into a space."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def createMimeDataFromSelection(self) -> QMimeData:
        copied = QMimeData()
        copied.setText(self.textCursor().selectedText().replace("\u2029", "\n").replace("\u2028", "\n"))
        return copied

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        try:
            text = clean_text(source.text())
        except UserError:
            text = source.text()
        self.insertPlainText(text)


class NoteField(Field):
    """Several lines of plain text; None when empty."""

    def __init__(
        self, label: str, *, least: int = 2, most: int = 9, required: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(label, required=required, parent=parent)
        self.edit = NoteEdit(least, most)
        self._quiet = False
        self.edit.textChanged.connect(self._typed)
        self.placed(self.edit)

    def editors(self) -> Sequence[QWidget]:
        return (self.edit,) if hasattr(self, "edit") else ()

    def _typed(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def value(self) -> Any:
        return clean_text(self.edit.typed()) or None

    def set_value(self, value: Any) -> None:
        self.restore(value)

    def state(self) -> Any:
        return self.edit.typed()

    def restore(self, state: Any) -> None:
        self._quiet = True
        self.edit.setPlainText(str(state or ""))
        self._quiet = False


class FixedField(Field):
    """A value that is shown among the fields but changed elsewhere."""

    def __init__(self, label: str, *, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self._shown = Label("", wrap=True)
        self._kept: Any = None
        self.placed(self._shown)

    def editors(self) -> Sequence[QWidget]:
        return ()

    def value(self) -> Any:
        return self._kept

    def set_value(self, value: Any) -> None:
        self._kept = value
        self._shown.setText("" if value is None else str(value))
