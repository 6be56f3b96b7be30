"""The top of every page: its title, what it counts, the day shown, the search."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from oci_desktop.gui import icons, theme
from oci_desktop.gui.as_of import AsOfButton
from oci_desktop.gui.context import Context
from oci_desktop.gui.widgets import ElidedLabel, Label
from oci_desktop.i18n import _

HEIGHT = 72


class SearchButton(QPushButton):
    """Looks like a field; a click, a key or Ctrl+K opens the palette, which takes over the typing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setAccessibleName(_("Search everywhere"))
        self.setFixedSize(230, 33)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 14, 0)
        sign = QLabel()
        sign.setPixmap(icons.pixmap("search", theme.colour("text"), 16, self.devicePixelRatioF()))
        keys = Label("Ctrl+K", "small")
        for widget in (sign, Label(_("Search everywhere"), "secondary"), None, keys):
            if widget is None:
                row.addStretch()
            else:
                widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                row.addWidget(widget)


class PageHeader(QWidget):
    """Title and line at the left, day and search at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 0, 22, 0)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setContentsMargins(0, 15, 0, 7)
        words.setSpacing(0)
        self._title = ElidedLabel("", "title")
        self._line = ElidedLabel("", "secondary")
        words.addWidget(self._title)
        words.addWidget(self._line)
        row.addLayout(words, 1)
        self.as_of = AsOfButton(context)
        row.addWidget(self.as_of, 0, Qt.AlignmentFlag.AlignVCenter)
        self.search = SearchButton()
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_heading(self, title: str, line: str) -> None:
        self._title.setText(title)
        self._line.setText(line)
