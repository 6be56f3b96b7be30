"""The texts for all: both languages, the fields to put in, and what is wrong said as one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from oci_desktop.errors import ConflictError, UserError, ValidationError
from oci_desktop.gui import messages, operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.paper import LANGUAGE_NAMES
from oci_desktop.gui.forms import LineField
from oci_desktop.gui.widgets import Button, Label, Tabs, link
from oci_desktop.i18n import LANGUAGES, N_, _, in_language, message
from oci_desktop.model.letter import FIELDS, TemplateDraft, check_text

_WAIT_MS = 350


class TextPanel(QWidget):
    """One text in one language."""

    def __init__(self, draft: TemplateDraft, lang: str) -> None:
        super().__init__()
        self._allowed, self._lang = draft.fields, lang
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        self.subject = LineField(_("Subject"))
        self.subject.changed.connect(self._later)
        column.addWidget(self.subject)
        row = QHBoxLayout()
        row.addWidget(Label(_("Text"), "small"))
        row.addStretch()
        self.insert_button = Button(_("Insert a field"), icon="braces")
        self.insert_button.setMenu(self._menu())
        row.addWidget(self.insert_button)
        column.addLayout(row)
        self.body = QPlainTextEdit()
        self.body.setTabChangesFocus(True)
        self.body.setAccessibleName(f"{_('Text')}, {LANGUAGE_NAMES[lang]}")
        column.addWidget(self.body, 1)
        self.remark = Label("", "error", wrap=True)
        column.addWidget(self.remark)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.check)
        self.show_text(draft)
        self.body.textChanged.connect(self._later)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for code in self._allowed:
            with in_language(self._lang):
                name = str(FIELDS[code].name)
            action = menu.addAction(f"{_(FIELDS[code].label)}   {{{name}}}".replace("&", "&&"))
            action.triggered.connect(lambda _on=False, name=name: self.insert("{" + name + "}"))
        return menu

    def show_text(self, draft: TemplateDraft) -> None:
        subject, body = draft.text(self._lang)
        self.subject.set_value(subject)
        self.body.setPlainText(body)
        self.check()

    def insert(self, text: str) -> None:
        """Put a field where the cursor is."""
        self.body.insertPlainText(text)
        self.body.setFocus()

    def texts(self) -> tuple[str, str]:
        """Subject and body, no-break spaces and all."""
        return self.subject.edit.text(), self.body.document().toRawText().replace("\u2029", "\n").replace(
            "\u2028", "\n"
        )

    def _later(self) -> None:
        self._timer.start()

    def check(self) -> bool:
        """Say what is wrong; True when nothing is."""
        problems = [said for text in self.texts() for said in check_text(text, self._allowed)]
        self.remark.setText("\n".join(str(said) for said in problems[:3]))
        self.remark.setVisible(bool(problems))
        return not problems


class TemplateDialog(QDialog):
    """One tab per text and language; Save keeps the association's own wording as one action."""

    def __init__(self, context: Context, drafts: Sequence[TemplateDraft], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.drafts = context, list(drafts)
        self.setWindowTitle(_("Text for all"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(8)
        column.addWidget(Label(_("Text for all"), "record"))
        said = _("What stands in braces is filled in for each recipient. Kept for the next times; it can be undone.")
        column.addWidget(Label(said, "secondary", wrap=True))
        self.tabs = Tabs(_("Texts"))
        self.panels: dict[tuple[str, str], TextPanel] = {}
        for draft in self.drafts:
            for lang in LANGUAGES:
                panel = TextPanel(draft, lang)
                self.panels[draft.code, lang] = panel
                named = f"{draft.name}, {LANGUAGE_NAMES[lang]}" if len(self.drafts) > 1 else LANGUAGE_NAMES[lang]
                self.tabs.add(f"{draft.code}:{lang}", named, panel)
        column.addWidget(self.tabs, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.restore_link = link(_("Take the program’s own text again"), self.restore)
        foot.addWidget(self.restore_link)
        foot.addStretch()
        foot.addWidget(Button(_("Cancel"), self.reject))
        self.save_button = Button(_("Save"), self.save, look="primary")
        foot.addWidget(self.save_button)
        column.addLayout(foot)
        room = (parent.window() if parent else self).screen().availableGeometry()
        self.resize(min(820, room.width() - 60), min(640, room.height() - 60))
        self.save_button.setEnabled(not context.read_only)

    def restore(self) -> None:
        """Show the program's own text in the tab that is open; Save keeps it."""
        from oci_desktop.queries.letters import default_template

        code, _colon, lang = self.tabs.current().partition(":")
        self.panels[code, lang].show_text(default_template(code))

    def changed(self) -> list[TemplateDraft]:
        """The texts that differ from what was opened."""
        found = []
        for draft in self.drafts:
            new = draft
            for lang in LANGUAGES:
                texts = self.panels[draft.code, lang].texts()
                if texts != draft.text(lang):
                    new = new.with_text(lang, *texts)
            if new != draft:
                found.append(new)
        return found

    def save(self) -> None:
        """Keep what was changed; a fault is said beside its text, and nothing is kept."""
        for key, panel in self.panels.items():
            if not panel.check():
                self.tabs.show_tab(":".join(key))
                panel.body.setFocus()
                return
        drafts = self.changed()
        if drafts:
            from oci_desktop.services.mailings import save_template

            try:
                operations.run(
                    self.context,
                    message(N_("Text of the letters: {name}"), name=drafts[0].name_fr),
                    lambda write: [save_template(write, draft) for draft in drafts],
                    parent=self,
                    raising=True,
                )
            except (ValidationError, ConflictError, UserError) as refused:
                messages.error(self, _("Not saved"), str(refused))
                return
        self.accept()

    def reject(self) -> None:
        if self.changed():
            answer = messages.ask_save_discard_cancel(self, _("The text was changed."))
            if answer == "cancel":
                return
            if answer == "save":
                self.save()
                return
        super().reject()
