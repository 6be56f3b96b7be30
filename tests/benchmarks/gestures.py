"""In the process of a real window: how long a gesture takes until its effect is painted. Run by `window`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFormLayout, QLabel, QTableView, QWidget

from tests.benchmarks.data import ANOTHER_DAY, DAY
from tests.benchmarks.figures import milliseconds

STEPS = 25


class _Plain(QAbstractTableModel):
    """As many cells of plain text as the program's list has."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows, self.turn = rows, 0

    def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
        return self.rows

    def columnCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
        return 5

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return f"{self.turn} · {index.row()}" if role == Qt.ItemDataRole.DisplayRole else None

    def again(self) -> None:
        self.beginResetModel()
        self.turn += 1
        self.endResetModel()


def painted(widget: QWidget, gesture: Callable[[], Any]) -> Callable[[], None]:
    """The gesture, and everything that it makes the window do, painting included."""

    def run() -> None:
        gesture()
        for _ in range(4):  # what was put off to the next turn of the loop, and to the one after
            QApplication.sendPostedEvents()
            QApplication.processEvents()
        widget.repaint()

    return run


def bare_record() -> float:
    window = QWidget()
    form = QFormLayout(window)
    labels = [QLabel() for _ in range(20)]
    for label in labels:
        form.addRow("Champ", label)
    window.resize(372, 800)
    window.show()
    turn = iter(range(10**6))

    def change() -> None:
        number = next(turn)
        for label in labels:
            label.setText(f"Valeur {number}")

    return milliseconds(painted(window, change), STEPS)


def bare_day(rows: int) -> float:
    view = QTableView()
    model = _Plain(rows)
    view.setModel(model)
    view.resize(1084, 700)
    view.show()
    return milliseconds(painted(view, model.again), STEPS)


def gestures(session: Any) -> dict[str, float]:
    window, context = session.window, session.context
    context.set_as_of(DAY)
    QApplication.processEvents()
    page = window.page
    from oci_desktop.gui.tables.view import ListView

    view = page.findChild(ListView)
    model = view.model()
    rows = model.rowCount()
    turn = iter(range(10**6))
    step = painted(window, lambda: view.select_record(model.id_at(next(turn) * 7 % rows)))
    record = milliseconds(step, STEPS)
    days = iter([DAY, ANOTHER_DAY] * STEPS)
    day = milliseconds(painted(window, lambda: context.set_as_of(next(days))), STEPS)
    pages = iter(["people", "members"] * STEPS)
    switch = milliseconds(painted(window, lambda: window.show_page(next(pages))), STEPS)
    return {
        "record": record, "bare record": bare_record(), "day": day, "bare day": bare_day(rows), "page": switch,
    }  # fmt: skip


def main() -> None:
    from oci_desktop.app import run

    def measured(session: Any) -> None:
        print(json.dumps(gestures(session)), flush=True)
        session.app.quit()

    run(["--db", sys.argv[1]], lambda session: QTimer.singleShot(3000, lambda: measured(session)))
