"""The dialog of a gesture: its fields, a sentence that says what will happen, and the verb on the button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from oci_desktop.errors import OciError, Problem, UserError, ValidationError
from oci_desktop.gui import messages
from oci_desktop.gui.forms import Binder, Field, side_by_side
from oci_desktop.gui.forms.compound import ROW_GAP
from oci_desktop.gui.forms.tabbing import chain_tabs
from oci_desktop.gui.widgets import Button, Label, Strip, line
from oci_desktop.i18n import _


class _Rows(QScrollArea):
    """As high as its fields; where the screen is too low for all of them, they scroll."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setProperty("look", "window")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)  # no room between the fields
        self.setWidget(inside)
        inside.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        inside = self._inside
        wanted = inside.sizeHint()
        # A label that wraps asks for more height in `minimumSizeHint`, and the area gives it; in `sizeHint` it
        # guesses a width of its own.
        wraps = inside.hasHeightForWidth()
        height = inside.heightForWidth(max(self.width(), wanted.width())) if wraps else wanted.height()
        height = max(height, inside.minimumSizeHint().height())
        most = max(280, self.screen().availableGeometry().height() - 270)
        return QSize(wanted.width(), min(height, most))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._inside.minimumSizeHint().width(), self.sizeHint().height())


class GestureDialog(QDialog):
    """Ask what a gesture needs and do it. `act(draft)` raises what stops it: the dialog then stays.

    `sentence(draft)` says in words what will happen; it follows the typing. `done_with` carries what `act` gave.
    """

    done_with = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        subject: str,
        verb: str,
        *,
        check: Callable[[Any], Sequence[Problem]],
        sentence: Callable[[Any], str],
        act: Callable[[Any], object],
        width: int = 480,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._sentence, self._act = sentence, act
        self.binder = Binder(check, self)
        self.binder.changed.connect(self._say)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(ROW_GAP)
        column.addWidget(Label(title, "record", wrap=True))
        if subject:
            column.addWidget(Label(subject, "secondary", wrap=True))
        column.addSpacing(2)
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(ROW_GAP)
        self.area = _Rows(inside)
        column.addWidget(self.area)
        column.addSpacing(2)
        self._what = Strip("", "accent", closable=False)
        column.addWidget(self._what)
        self._refusal = Label("", "error", wrap=True)
        self._refusal.hide()
        column.addWidget(self._refusal)
        column.addStretch()
        column.addWidget(line())
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(Button(_("Cancel"), self.cancel))
        self.verb = Button(verb, self.do_it, look="primary")
        self.verb.setDefault(True)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.do_it)  # as in every form
        foot.addWidget(self.verb)
        column.addLayout(foot)

    def row(self, *widgets: QWidget) -> None:
        """A field over the whole width, or several side by side."""
        self._rows.addWidget(widgets[0] if len(widgets) == 1 else side_by_side(*widgets))

    def bind(self, name: str, field: Field, **how: Any) -> Field:
        return self.binder.bind(name, field, **how)

    def start(self, draft: Any) -> GestureDialog:
        """Show the dialog with these values; it does not block."""
        self.binder.show(draft)
        self._say()
        chain_tabs(self)
        self.binder.rebuilt.connect(lambda: QTimer.singleShot(0, self, lambda: chain_tabs(self)))
        self._fit()
        self.open()
        for bound in self.binder.bounds:
            if any(_takes_typing(editor) for part in bound.field.parts() for editor in part.editors()):
                bound.field.focus()
                break
        return self

    def _fit(self) -> None:
        """As high as the words are at this width; Qt's own guess is for a narrower dialog."""
        self.ensurePolished()
        column = self.layout()
        assert column is not None
        column.activate()
        width = max(self.minimumWidth(), column.minimumSize().width())
        self.resize(width, column.heightForWidth(width) if column.hasHeightForWidth() else column.sizeHint().height())

    def _grow(self) -> None:
        """A sentence that comes with the typing takes its own room, not that of the fields; nothing shrinks."""
        column = self.layout()
        if column is None or not self.isVisible():
            return
        column.activate()
        wanted = column.heightForWidth(self.width()) if column.hasHeightForWidth() else column.sizeHint().height()
        if wanted > self.height():
            self.resize(self.width(), wanted)

    def said(self) -> str:
        """What will happen, as the dialog says it now."""
        return self._what.words.text()

    def refusal(self) -> str:
        return self._refusal.text() if not self._refusal.isHidden() else ""

    def _say(self) -> None:
        if self.binder.draft is None:
            return
        draft, found = self.binder.read()
        wrong = any(problem.severity == "error" for _field, problem in found)
        try:
            text = "" if wrong else self._sentence(draft)
        except UserError as error:
            text = str(error)
        self._what.words.setText(text)
        self._what.setVisible(bool(text))
        self._refusal.hide()
        QTimer.singleShot(0, self, self._grow)

    def do_it(self) -> bool:
        """Do the gesture; wrong fields show their sentences first."""
        focused = self.focusWidget()
        for bound in self.binder.bounds:
            for part in bound.field.parts():
                if focused in part.editors():
                    part.tidy()
        wrong = self.binder.first_error()
        if wrong is not None:
            wrong.focus()
            return False
        draft, _found = self.binder.read()
        try:
            result = self._act(draft)
        except ValidationError as refused:
            field = self.binder.refuse(refused.problems)
            if field is not None:
                field.focus()
            return False
        except OciError as refused:
            self._refusal.setText(str(refused))
            self._refusal.show()
            return False
        self.done_with.emit(result)
        self.accept()
        return True

    def cancel(self) -> None:
        """The button says it: nothing is asked."""
        super().reject()

    def reject(self) -> None:
        """Escape, or the window's cross: asks only when something was typed."""
        if self.binder.changes() == 0:
            super().reject()
            return
        answer = messages.ask_save_discard_cancel(self, self.windowTitle())
        if answer == "save":
            self.do_it()
        elif answer == "discard":
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.do_it()
        else:
            super().keyPressEvent(event)


def _takes_typing(editor: QWidget) -> bool:
    """A field of what is settled (the person of a role) is shown, and not where one begins."""
    return editor.isEnabled() and not editor.isHidden() and not (isinstance(editor, QLineEdit) and editor.isReadOnly())


def required(name: str, value: Any, sentence: str) -> list[Problem]:
    """The problem of a value that is missing."""
    from oci_desktop.i18n import message

    return [] if value else [Problem(name, message(sentence))]
