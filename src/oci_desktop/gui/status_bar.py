"""The bottom of the window: the file, what was saved and backed up, work under way, and the undo in words."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar

from oci_desktop.gui import icons, theme
from oci_desktop.gui.context import News
from oci_desktop.gui.tasks import Task
from oci_desktop.gui.widgets import Button, ElidedLabel, Label
from oci_desktop.gui.widgets.pill import ICONS
from oci_desktop.i18n import _

HEIGHT = 24
_NEWS_MS = 9000


class StatusBar(QFrame):
    """Says and offers; it never asks."""

    undo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 1, 10, 0)
        row.setSpacing(6)
        self._sign = QLabel()
        self._sign.hide()
        row.addWidget(self._sign)
        self._words = ElidedLabel("")
        row.addWidget(self._words, 1)
        self._task_words = Label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(130)
        self._cancel = Button(_("Cancel"), look="link")
        for widget in (self._task_words, self._bar, self._cancel):
            widget.hide()
            row.addWidget(widget)
        self._undo = Button("", self.undo_asked.emit, look="link")
        self._undo.hide()
        row.addWidget(self._undo)
        self._file = ""
        self._task: Task | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_NEWS_MS)
        self._rest.timeout.connect(self._show_file)

    def set_file(self, words: str) -> None:
        """« aqoci.ocidb · enregistré · copie de sécurité à 10 h 42 »."""
        self._file = words
        if not self._rest.isActive():
            self._show_file()

    def set_undo(self, words: str) -> None:
        self._undo.set_text(words)
        self._undo.setAccessibleName(words)
        self._undo.setVisible(bool(words))

    def tell(self, news: News) -> None:
        """News take the place of the file's name for a while."""
        tone = news.tone if news.tone in ICONS else "neutral"
        ink, _ground = theme.tokens().tone(tone)
        self._sign.setPixmap(icons.pixmap(ICONS[tone], ink, 15, self.devicePixelRatioF()))
        self._sign.show()
        self._words.set_look("strong")
        self._words.setText(news.text)
        self._rest.start()

    def follow(self, task: Task) -> None:
        """Show a task once it has lasted long enough to notice."""
        task.shown.connect(lambda: self._show_task(task))

    def _show_task(self, task: Task) -> None:
        self._task = task
        self._task_words.setText(task.label)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(task.label)
        for widget in (self._task_words, self._bar):
            widget.show()
        self._cancel.setVisible(task.cancellable)
        self._cancel.clicked.connect(task.cancel)
        task.progressed.connect(self._progressed)
        task.finished.connect(self._end_task)

    def _progressed(self, share: float, text: str) -> None:
        if share >= 0:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(share * 1000))
        if text:
            self._task_words.setText(text)

    def _end_task(self) -> None:
        if self._task is not None:
            self._cancel.clicked.disconnect(self._task.cancel)
            self._task = None
        for widget in (self._task_words, self._bar, self._cancel):
            widget.hide()

    def _show_file(self) -> None:
        self._sign.hide()
        self._words.set_look("")
        self._words.setText(self._file)
