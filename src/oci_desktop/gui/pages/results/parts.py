"""What both results pages are made of: a scrolling column, rows of a text beside a bar, and the print button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from oci_desktop.gui.context import Context
from oci_desktop.gui.forms.scroll import SteadyScroll
from oci_desktop.gui.widgets import Button, Label, SectionLabel
from oci_desktop.gui.widgets.chart import Bar
from oci_desktop.i18n import _
from oci_desktop.model.bars import Part

_TEXT_SHARE, _BAR_SHARE = 5, 6
_WIDEST = 940
_CELL = 96


class Column(QWidget):
    """A column under a heading with its buttons, which is filled anew each time something else is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        self._inside = QWidget()
        self._inside.setProperty("look", "panel")
        # Over a wide window the answers would stand far from what they answer.
        self._inside.setMaximumWidth(_WIDEST)
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(16, 12, 16, 16)
        self.column.setSpacing(8)
        self.area = SteadyScroll(self._inside, 16)
        outside.addWidget(self.area)

    def clear(self) -> None:
        """Take everything away."""
        _empty(self.column)

    def heading(self, title: str, subtitle: str, buttons: Sequence[Button] = ()) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, "record", wrap=True))
        if subtitle:
            words.addWidget(Label(subtitle, "secondary", wrap=True))
        row.addLayout(words, 1)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    def section(self, title: str) -> None:
        self.column.addSpacing(8)
        self.column.addWidget(SectionLabel(title))

    def text(self, text: str, look: str = "secondary") -> None:
        self.column.addWidget(Label(text, look, wrap=True))

    def add(self, widget: QWidget) -> None:
        self.column.addWidget(widget)

    def finish(self) -> None:
        self.column.addStretch()

    def print_button(self, report: str, title: str, options: Mapping[str, str]) -> Button:
        """« Imprimer »: the preview of that report about what is shown."""

        def show() -> None:
            from oci_desktop.gui.dialogs.documents import report_document
            from oci_desktop.gui.dialogs.preview import preview

            document = report_document(self.context, report, title, self.context.as_of, options)
            preview(self.context, document, parent=self)

        return Button(_("Print"), show, icon="printer")


def _empty(layout: QVBoxLayout | QHBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout | QGridLayout):
            _empty(inner)


class BarRows(QWidget):
    """Rows of a text, a bar and a figure, in columns that line up."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, _TEXT_SHARE)
        self._grid.setColumnStretch(2, _BAR_SHARE)

    def add(self, text: str, bars: Sequence[tuple[str, Sequence[Part], str]], *, strong: bool = False) -> None:
        """`bars` are (a word before it, its parts, a figure after it), one under the other."""
        row = self._grid.rowCount()
        label = Label(text, "strong" if strong else "", wrap=True)
        self._grid.addWidget(label, row, 0, len(bars), 1, Qt.AlignmentFlag.AlignTop)
        for place, (word, parts, note) in enumerate(bars):
            if word:
                self._grid.addWidget(Label(word, "small"), row + place, 1)
            self._grid.addWidget(Bar(parts, name=f"{text} {word}".strip()), row + place, 2)
            figure = Label(note, "small")
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(figure, row + place, 3)


class TextRows(QWidget):
    """Rows of words in columns under small headings, the wide one wrapping."""

    def __init__(self, headings: Sequence[str], wide: int) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(wide, 1)
        self._wide = wide
        for place, heading in enumerate(headings):
            self._grid.addWidget(Label(heading, "small"), 0, place)

    def add(self, cells: Sequence[str], looks: Sequence[str] = ()) -> None:
        row = self._grid.rowCount()
        for place, text in enumerate(cells):
            label = Label(text, looks[place] if place < len(looks) else "", wrap=place == self._wide)
            if place > self._wide:
                label.setMinimumWidth(_CELL)
            self._grid.addWidget(label, row, place, Qt.AlignmentFlag.AlignTop)
