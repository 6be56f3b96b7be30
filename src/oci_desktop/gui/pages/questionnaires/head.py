"""The line above an open version: where one is, its state, what is left to translate, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from oci_desktop.dates import format_date
from oci_desktop.gui.widgets import Button, Label, Pill
from oci_desktop.i18n import _, ngettext
from oci_desktop.model.questionnaire import VersionDraft
from oci_desktop.queries.questionnaire_words import STATE


class VersionHead(QWidget):
    """`acts`: list, preview, differences, export, next, publish, start, more."""

    def __init__(self, acts: Mapping[str, Callable[[], object]]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 0, 22, 10)
        row.setSpacing(8)
        self.back = Button(_("Questionnaires"), acts["list"], icon="arrow-left", tip=_("Back to all questionnaires"))
        self.pill = Pill("")
        self.count = Label("", "warning")
        self.next = Button(_("Next"), acts["next"], look="link", tip=_("Go to the next text to translate"))
        self.preview = Button(_("Preview"), icon="eye")
        self.differences = Button(_("Differences"), acts["differences"])
        self.more = Button("", icon="dots", name=_("More actions"), look="plain")
        self.publish = Button(_("Publish…"), acts["publish"], look="primary")
        self.start = Button(_("Next version…"), acts["start"], look="primary")
        for widget in (self.back, self.pill, self.count, self.next):
            row.addWidget(widget)
        row.addStretch()
        for widget in (self.preview, self.differences, self.more, self.publish, self.start):
            row.addWidget(widget)
        self._menu = QMenu(self)
        self.more.setMenu(self._menu)
        self._previews = QMenu(self)
        self.preview.setMenu(self._previews)
        self._acts = acts

    def show_version(self, version: VersionDraft, to_translate: int, *, writable: bool, started: bool) -> None:
        """`started`: another draft of this questionnaire exists, so that no next version can begin."""
        words = STATE.format(version.state)
        if version.published_on:
            words = _("Published on {date}").format(date=format_date(version.published_on))
        self.pill.set(words, STATE.tone(version.state))
        text = ngettext("{n} text to translate", "{n} texts to translate", to_translate).format(n=to_translate)
        self.count.setText(text if to_translate else "")
        self.next.setVisible(bool(to_translate) and not version.is_frozen)
        self.publish.setVisible(not version.is_frozen)
        self.publish.setEnabled(writable)
        self.start.setVisible(version.is_frozen and not started)
        self.start.setEnabled(writable)
        self._previews.clear()
        for key, title in (
            ("preview-form", _("What the member fills in")),
            ("preview-attestation", _("The attestation to sign")),
            ("preview-large", _("In large print, on paper")),
        ):
            if not (version.level == "B" and key == "preview-attestation"):
                self._previews.addAction(title, self._acts[key])
        self._menu.clear()
        self._menu.addAction(_("Export as Excel or text…"), self._acts["export"])
        if writable and version.is_frozen:
            self._menu.addAction(_("Take back to a draft…"), self._acts["thaw"])
        if writable and not version.is_frozen:
            self._menu.addAction(_("Delete this draft…"), self._acts["delete"])
