"""While forms are read: how many are, and that nothing is written yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from oci_desktop.gui.widgets import Label
from oci_desktop.i18n import _


class ReadingPane(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._total = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(60, 20, 60, 20)
        column.setSpacing(12)
        column.addStretch(2)
        self._words = Label(_("Reading the forms…"), "card")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._words)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setAccessibleName(_("Progress of the reading"))
        column.addWidget(self._bar)
        quiet = Label(_("Nothing is written before you accept."), "secondary")
        quiet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(quiet)
        column.addStretch(3)

    def begin(self, total: int) -> None:
        """So many files are read from now on."""
        self._total = total
        self._bar.setRange(0, 0)
        self._words.setText(_("Reading the forms…"))

    def progressed(self, share: float, _text: str) -> None:
        """From 0 to 1."""
        if share >= 0:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(share * 1000))
            done = min(self._total, round(share * self._total) + 1)
            self._words.setText(_("Reading the forms: {done} of {total}").format(done=done, total=self._total))
