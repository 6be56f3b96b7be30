"""The form: a heading that counts the changes, fields in sections, and the two ways out at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.errors import ConflictError, OciError, Problem, ValidationError
from oci_desktop.gui import messages
from oci_desktop.gui.forms.autosave import KeptForms
from oci_desktop.gui.forms.binder import Binder
from oci_desktop.gui.forms.compound import ROW_GAP, side_by_side
from oci_desktop.gui.forms.field import Field
from oci_desktop.gui.forms.scroll import SteadyScroll
from oci_desktop.gui.forms.tabbing import chain_tabs
from oci_desktop.gui.widgets import Button, ElidedLabel, Label, SectionLabel, Strip, line
from oci_desktop.i18n import _, ngettext

KEEP_AFTER_MS = 700


class Form(QWidget):
    """Edits one draft. Give `save(draft) -> id`, which raises what stops it; what was typed then stays.

    `saved` carries the record's id; `closed` comes when the person leaves without saving. With `keep`, what is
    typed is kept on disk until it is saved or given up, and offered again under the same key.
    """

    saved = Signal(int)
    closed = Signal()
    changed = Signal()

    def __init__(
        self,
        title: str,
        check: Callable[[Any], Sequence[Problem]],
        save: Callable[[Any], int],
        *,
        keep: KeptForms | None = None,
        key: str = "",
        side: int = 22,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self._save, self._keep, self._key = save, keep, key
        self.binder = Binder(check, self)
        self.binder.changed.connect(self._typed)
        self._tabs = QTimer(self)
        self._tabs.setSingleShot(True)
        self._tabs.timeout.connect(lambda: chain_tabs(self))
        self.binder.rebuilt.connect(self._tabs.start)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self.keep_now)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading(side))
        self._strips = QVBoxLayout()
        self._strips.setContentsMargins(side, 0, side, 8)
        self._strips.setSpacing(8)
        column.addLayout(self._strips)
        column.addWidget(self._body(side), 1)
        column.addWidget(line())
        column.addWidget(self._foot(side))
        self._strip: Strip | None = None
        self._saving = False
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    # Building.

    def _heading(self, side: int) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(side, 16, side, 4)
        row.setSpacing(10)
        heading = ElidedLabel(self.title, "record")
        row.addWidget(heading, 1)
        self._count = Label("", "warning")
        row.addWidget(self._count)
        return box

    def _body(self, side: int) -> QWidget:
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(side, 2, side, 18)
        self._rows.setSpacing(ROW_GAP)
        self._rows.addStretch()
        self.scroll_area = SteadyScroll(inside, side)
        return self.scroll_area

    def _foot(self, side: int) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(side, 12, side, 12)
        row.setSpacing(8)
        row.addWidget(Label(_("Ctrl+S · Esc"), "small"))
        row.addStretch()
        self.close_button = Button(_("Close without saving"), self.leave_without_saving)
        self.save_button = Button(_("Save"), self.save, look="primary")
        row.addWidget(self.close_button)
        row.addWidget(self.save_button)
        return box

    def section(self, title: str) -> None:
        """A heading in capitals over the fields that follow."""
        label = SectionLabel(title)
        if self._rows.count() > 1:
            label.setContentsMargins(0, 10, 0, 0)
        self._place(label)

    def row(self, *fields: QWidget, shares: Sequence[int] | None = None) -> None:
        """One field over the whole width, or several side by side."""
        self._place(fields[0] if len(fields) == 1 else side_by_side(*fields, shares=shares))

    def add(self, widget: QWidget) -> None:
        """Anything else among the fields."""
        self._place(widget)

    def _place(self, widget: QWidget) -> None:
        self._rows.insertWidget(self._rows.count() - 1, widget)

    def bind(self, name: str, field: Field, **how: Any) -> Field:
        """Tie a field to the draft; see `Binder.bind`."""
        return self.binder.bind(name, field, **how)

    # Opening.

    def open(self, draft: Any) -> None:
        """Show a draft, and offer what was typed before the last crash."""
        self.binder.show(draft)
        chain_tabs(self)
        if self._keep is None:
            return
        kept = self._keep.find(self._key)
        if kept is None:
            return
        sentence = _("What was typed on {moment} was not saved.").format(moment=kept.moment)

        def take_back() -> None:
            if kept.version != getattr(draft, "version", kept.version):
                # Somebody saved the record since: saving this must show both values, not overwrite theirs.
                self.binder.show(replace(draft, version=kept.version))
            self.binder.restore(kept.fields)
            self.say_nothing()

        def forget() -> None:
            assert self._keep is not None
            self._keep.forget(self._key)
            self.say_nothing()

        self.say(sentence, "accent", ((_("Take it back"), take_back), (_("Forget"), forget)))

    def say(self, text: str, tone: str = "late", actions: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """A sentence above the fields."""
        self.say_nothing()
        self._strip = Strip(text, tone, actions, closable=not actions)
        self._strips.addWidget(self._strip)

    def say_nothing(self) -> None:
        if self._strip is not None:
            self._strip.hide()
            self._strip.deleteLater()
            self._strip = None

    def said(self) -> str:
        """The sentence above the fields now."""
        return self._strip.words.text() if self._strip is not None else ""

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._first_focus)

    def _first_focus(self) -> None:
        inside = self.focusWidget()
        if self.isVisible() and self.binder.bounds and (inside is None or not self.isAncestorOf(inside)):
            self.binder.bounds[0].field.focus()

    # Typing.

    def is_dirty(self) -> bool:
        return self.binder.changes() > 0

    def _typed(self) -> None:
        n = self.binder.changes()
        self._count.setText(ngettext("{n} field changed", "{n} fields changed", n).format(n=n) if n else "")
        self._timer.start()
        self.changed.emit()

    def keep_now(self) -> None:
        """Keep what is typed over a crash; nothing typed keeps nothing."""
        if self._keep is None or self.binder.draft is None:
            return
        if self.is_dirty():
            self._keep.keep(self._key, getattr(self.binder.draft, "version", 0), self.binder.state())
        elif self._strip is None:
            self._keep.forget(self._key)

    def forget_kept(self) -> None:
        self._timer.stop()
        if self._keep is not None:
            self._keep.forget(self._key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        # Where the window has an action for Ctrl+S, it comes first and the key does not reach this.
        if event.matches(QKeySequence.StandardKey.Save) or (
            enters and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # The two ways out.

    def save(self) -> bool:
        """Save what is typed. Something wrong: its sentences show, the first wrong field has the focus."""
        if self._saving:
            return False
        focused = self.focusWidget()
        for bound in self.binder.bounds:
            for part in bound.field.parts():
                if focused in part.editors():
                    part.tidy()
        wrong = self.binder.first_error()
        if wrong is not None:
            self._go_to(wrong)
            return False
        draft, _problems = self.binder.read()
        return self._try(draft)

    def _try(self, draft: Any) -> bool:
        self._saving = True
        try:
            record_id = self._save(draft)
        except ValidationError as refused:
            self._go_to(self.binder.refuse(refused.problems))
            return False
        except ConflictError as conflict:
            self._saving = False
            return self._settle(conflict)
        except OciError as refused:
            self.say(_("Not saved: {reason} What you typed is still here.").format(reason=refused))
            self.keep_now()
            return False
        finally:
            self._saving = False
        self.forget_kept()
        self.say_nothing()
        self.saved.emit(record_id)
        return True

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Whatever takes the focus is brought into sight, with its label and its sentence."""
        if now is not None and self.scroll_area.isAncestorOf(now):
            self.scroll_area.ensureWidgetVisible(now, 0, 48)
            QTimer.singleShot(0, now, lambda: self.scroll_area.ensureWidgetVisible(now, 0, 48))

    def _go_to(self, field: Field | None) -> None:
        if field is not None:
            field.focus()
            QTimer.singleShot(0, self, lambda: self.scroll_area.ensureWidgetVisible(field, 0, 40))

    def _settle(self, conflict: ConflictError) -> bool:
        """Two versions of the record: the person chooses, value by value."""
        from oci_desktop.gui.dialogs.records.conflict import choose_values, differences

        mine, stored = conflict.mine, conflict.theirs
        rows = differences(self.binder, self.binder.draft, stored, mine)
        chosen = choose_values(self, self.title, rows) if rows else {}
        if chosen is None:
            return False
        typed = self.binder.read()[0]
        self.binder.show(stored)
        merged = stored
        for bound in self.binder.bounds:
            if bound.key in chosen and not chosen[bound.key]:
                continue
            if bound.read(typed) != bound.read(stored) and (bound.key in chosen):
                bound.field.set_value(bound.read(typed))
        merged, _problems = self.binder.read()
        return self._try(merged)

    def leave(self) -> bool:
        """Close; asks only when something was typed. False when the person stays."""
        if not self.may_leave():
            return False
        self.closed.emit()
        return True

    def may_leave(self) -> bool:
        """Whether the form may go away: saved now, given up, or untouched."""
        if not self.is_dirty():
            if self._strip is None:
                self.forget_kept()
            return True
        answer = messages.ask_save_discard_cancel(self, self.title)
        if answer == "save":
            return self.save()
        if answer == "discard":
            self.forget_kept()
            return True
        return False

    def leave_without_saving(self) -> None:
        """The button says it: nothing is asked, nothing is kept."""
        self.forget_kept()
        self.closed.emit()
