"""Fields made of choices: one of a list, yes / no / unknown, a tick, several ticks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from oci_desktop.gui.forms.field import Field
from oci_desktop.gui.forms.flow import FlowLayout
from oci_desktop.i18n import _


class Combo(QComboBox):
    """A list of choices that the wheel changes only once it has the focus, and that never widens its form."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(20)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def showPopup(self) -> None:
        """Open wide enough for the longest choice, however narrow the field is."""
        view = self.view()
        view.setMinimumWidth(max(self.width(), view.sizeHintForColumn(0) + 34))
        super().showPopup()


class ChoiceField(Field):
    """One of a list; the value is the code. With `empty`, « — » stands for nothing chosen."""

    def __init__(
        self,
        label: str,
        choices: Mapping[str, str],
        *,
        required: bool = False,
        empty: str | None = "—",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, required=required, parent=parent)
        self.combo = Combo()
        if empty is not None:
            self.combo.addItem(empty, "")
        for code, words in choices.items():
            self.combo.addItem(words, code)
        self.combo.activated.connect(lambda _index: self.changed.emit())
        self.combo.currentIndexChanged.connect(self._turned)
        self._quiet = False
        self.placed(self.combo)

    def editors(self) -> Sequence[QWidget]:
        return (self.combo,) if hasattr(self, "combo") else ()

    def _turned(self, index: int) -> None:
        if not self._quiet and self.combo.hasFocus():
            self.changed.emit()

    def value(self) -> Any:
        return self.combo.currentData() or None

    def set_value(self, value: Any) -> None:
        self._quiet = True
        index = self.combo.findData(value or "")
        if index < 0 and value:
            self.combo.addItem(str(value), value)  # a code that this version does not know is kept, never lost
            index = self.combo.count() - 1
        self.combo.setCurrentIndex(max(index, 0))
        self._quiet = False

    def words(self, value: Any) -> str:
        index = self.combo.findData(value or "")
        return self.combo.itemText(index) if value and index >= 0 else super().words(value)

    def choose(self, code: str | None) -> None:
        """Choose as a person does: the change is announced."""
        self.set_value(code)
        self.changed.emit()


class RegionField(ChoiceField):
    """« 06 Montréal », « 17 Centre-du-Québec »: typing the number goes there."""

    def __init__(self, label: str, regions: Mapping[str, str], *, parent: QWidget | None = None) -> None:
        super().__init__(label, {code: f"{code} {name}" for code, name in regions.items()}, parent=parent)


class YesNoField(Field):
    """Yes, no, or not known: 1, 0, None."""

    _CODES: tuple[int | None, ...] = (1, 0, None)

    def __init__(self, label: str, *, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(18)
        self._group = QButtonGroup(self)
        self.buttons: list[QRadioButton] = []
        for number, words in enumerate((_("Yes"), _("No"), _("Not known"))):
            button = QRadioButton(words)
            button.setAccessibleName(f"{label}, {words}")
            self._group.addButton(button, number)
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch()
        self._group.idClicked.connect(lambda _id: self.changed.emit())
        self.placed(box)

    def editors(self) -> Sequence[QWidget]:
        return tuple(getattr(self, "buttons", ()))

    def value(self) -> Any:
        return self._CODES[max(self._group.checkedId(), 0)] if self._group.checkedId() >= 0 else None

    def set_value(self, value: Any) -> None:
        self.buttons[self._CODES.index(None if value is None else int(value))].setChecked(True)

    def words(self, value: Any) -> str:
        return self.buttons[self._CODES.index(None if value is None else int(value))].text()

    def focus(self) -> None:
        checked = self._group.checkedButton() or self.buttons[0]
        checked.setFocus(Qt.FocusReason.OtherFocusReason)


class TickField(Field):
    """A statement that is true or not, its words beside the box: True or False."""

    def __init__(self, label: str, *, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.title = label
        self.box = QCheckBox(label.replace("&", "&&"))
        self.box.clicked.connect(lambda _on: self.changed.emit())
        self.placed(self.box)

    def editors(self) -> Sequence[QWidget]:
        return (self.box,) if hasattr(self, "box") else ()

    def value(self) -> Any:
        return self.box.isChecked()

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))

    def words(self, value: Any) -> str:
        return _("yes") if value else _("no")


class TicksField(Field):
    """Several of a short list; the value is the tuple of ticked codes, in the list's order.

    In so many columns, or (0) one after the other.

    Codes that the list does not offer are kept as they are.
    """

    def __init__(
        self, label: str, choices: Mapping[str, str], *, columns: int = 2, parent: QWidget | None = None
    ) -> None:
        super().__init__(label, parent=parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._others: tuple[str, ...] = ()
        box = QWidget()
        grid = QGridLayout(box) if columns else None
        flow = FlowLayout(box, 16) if grid is None else None
        if grid is not None:
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(14)
            grid.setVerticalSpacing(0)
        for number, (code, words) in enumerate(choices.items()):
            tick = QCheckBox(words.replace("&", "&&"))
            tick.setAccessibleName(f"{label}, {words}" if label else words)
            tick.clicked.connect(lambda _on: self.changed.emit())
            if grid is not None:
                grid.addWidget(tick, number // columns, number % columns)
            elif flow is not None:
                flow.addWidget(tick)
            self.boxes[code] = tick
        if grid is not None:
            for column in range(columns):
                grid.setColumnStretch(column, 1)
        else:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            box.setSizePolicy(policy)
            self.setSizePolicy(policy)
        self.placed(box)

    def editors(self) -> Sequence[QWidget]:
        return tuple(getattr(self, "boxes", {}).values())

    def value(self) -> Any:
        return tuple(code for code, tick in self.boxes.items() if tick.isChecked()) + self._others

    def set_value(self, value: Any) -> None:
        given = tuple(value or ())
        for code, tick in self.boxes.items():
            tick.setChecked(code in given)
        self._others = tuple(code for code in given if code not in self.boxes)

    def state(self) -> Any:
        return list(self.value())

    def words(self, value: Any) -> str:
        return ", ".join(self.boxes[code].text() if code in self.boxes else code for code in value or ())
