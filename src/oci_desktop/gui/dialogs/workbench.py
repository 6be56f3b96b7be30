"""A document being prepared: what to choose at the left, the very pages at the right, the ways out below."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oci_desktop.errors import OciError
from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.paper import Document, PaperForm
from oci_desktop.gui.dialogs.preview_pane import PreviewPane
from oci_desktop.gui.widgets import Button, Label, SectionLabel, line
from oci_desktop.i18n import _

_WAIT_MS = 250
_ROOM_FOR_SUMMARY = 900


class Workbench(QWidget):
    """Set `document`; fill `.choices` with what else can be chosen, and call `later()` when that changes.

    The preview is made anew shortly after each choice. Print, save and mail take the bytes that are shown.
    """

    left = Signal()  # a way out was taken

    def __init__(self, context: Context, *, width: int = 300, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._document: Document | None = None
        self._paper: PaperForm | None = None
        self.pane = PreviewPane(context)
        self.pane.ready.connect(lambda _content: self._enable())
        self.pane.started.connect(self._enable)
        self.pane.failed.connect(lambda _text: self._enable())
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_WAIT_MS)
        self._rest.timeout.connect(self.make_now)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left(width))
        row.addWidget(self._right(), 1)
        self._enable()

    def _left(self, width: int) -> QWidget:
        inside = QWidget()
        self.choices = QVBoxLayout(inside)
        self.choices.setContentsMargins(22, 8, 16, 16)
        self.choices.setSpacing(12)
        self._paper_place = QVBoxLayout()
        self._paper_place.setSpacing(10)
        column = QVBoxLayout()
        column.setSpacing(12)
        self.choices.addLayout(column)
        self._own = column
        self.choices.addLayout(self._paper_place)
        self.choices.addStretch()
        area = QScrollArea()
        area.setProperty("look", "window")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFixedWidth(width)
        area.setWidget(inside)
        return area

    def _right(self) -> QWidget:
        panel = QFrame()
        panel.setObjectName("record")
        column = QVBoxLayout(panel)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pane, 1)
        column.addWidget(line())
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 10, 22, 10)
        foot.setSpacing(8)
        self._summary = Label("", "secondary")
        foot.addWidget(self._summary)
        foot.addStretch()
        self.mail_button = Button(_("E-mail…"), self.mail, icon="mail")
        self.word_button = Button(_("Word…"), self.save_word, icon="download", tip=_("Save as a Word document…"))
        self.word_button.hide()
        self.save_button = Button(_("Save as PDF…"), self.save, icon="download")
        self.print_button = Button(_("Print…"), self.print, icon="printer", look="primary")
        for button in (self.mail_button, self.word_button, self.save_button, self.print_button):
            foot.addWidget(button)
        column.addLayout(foot)
        return panel

    def resizeEvent(self, event: QResizeEvent) -> None:
        # The ways out stand whole; how many pages there are is said above the pages too.
        self._summary.setVisible(self.width() >= _ROOM_FOR_SUMMARY)
        super().resizeEvent(event)

    # What is prepared.

    @property
    def own(self) -> QVBoxLayout:
        """Where a page or a dialog puts its own choices, above language and paper."""
        return self._own

    def set_document(self, document: Document) -> None:
        """Prepare this one from now on, with the paper last chosen for it."""
        known = self._document is not None and self._document.key == document.key and self._paper is not None
        self._document = document
        self.word_button.setVisible(document.word is not None)
        if known:
            self.later()
            return
        while (item := self._paper_place.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._paper = PaperForm(self.context, document.key, may_turn=document.may_turn)
        self._paper.changed.connect(self.later)
        self._paper_place.addWidget(SectionLabel(_("Paper")))
        self._paper_place.addWidget(self._paper)
        self.later()

    def wait_for(self, what: str, text: str = "") -> None:
        """Nothing can be prepared yet: say what is missing."""
        self._rest.stop()
        self.pane.stop()
        self._document = None
        self.pane.say("file-text", what, text)
        self._enable()

    def later(self) -> None:
        """Make the document anew, once the choices rest."""
        self._rest.start()

    def make_now(self) -> None:
        self._rest.stop()
        if self._document is None or self._paper is None:
            return
        document, paper = self._document, self._paper.paper()
        self.pane.make(
            _("Preparing: {title}").format(title=document.title), lambda progress: document.make(paper, progress)
        )

    def is_settled(self) -> bool:
        """Whether what is shown is what was chosen."""
        return not self._rest.isActive() and not self.pane.is_busy()

    def _enable(self) -> None:
        there = bool(self.pane.content) and not self.pane.is_busy()
        for button in (self.mail_button, self.word_button, self.save_button, self.print_button):
            button.setEnabled(there)
        self._summary.setText(self.pane.summary())

    # The ways out.

    def print(self) -> None:
        document = self._document
        if document is not None and self.pane.content:
            self._out(_("Not printed"), lambda p: p.print_pdf(self.context, self, self.pane.content, document.title))

    def save(self) -> None:
        document = self._document
        if document is not None and self.pane.content:
            self._out(_("Not saved"), lambda p: p.save_pdf(self.context, self, self.pane.content, document.file_name))

    def save_word(self) -> None:
        """The same as a Word document, to rework."""
        document, paper = self._document, self._paper
        if document is None or document.word is None or paper is None:
            return
        word, chosen = document.word, paper.paper()

        def done(content: bytes) -> None:
            self._out(_("Not saved"), lambda p: p.save_word(self.context, self, content, document.file_name))

        def refused(problem: BaseException) -> None:
            if not isinstance(problem, OciError):
                raise problem
            messages.error(self, _("Not saved"), str(problem))

        self.context.tasks.start(
            _("Preparing: {title}").format(title=document.title), lambda progress: word(chosen, progress), done, refused
        )

    def mail(self) -> None:
        document = self._document
        if document is not None and self.pane.content:
            self._out(
                _("No draft was opened"),
                lambda p: p.mail_pdf(self.context, self.pane.content, document.title, document.file_name),
            )

    def _out(self, refused: str, go) -> None:  # type: ignore[no-untyped-def]
        from oci_desktop.gui.dialogs import printing

        try:
            if go(printing):
                self.left.emit()
        except OciError as problem:
            messages.error(self, refused, str(problem))

    def close_pdf(self) -> None:
        self._rest.stop()
        self.pane.close_pdf()
