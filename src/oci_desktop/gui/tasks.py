"""Long work in a thread of its own, with progress and a cancel that changes nothing.

A task gets values and opens its own reader or writer; it never touches a widget. Its results come back in
the window's thread. Progress is shown once the work has lasted 300 ms.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from oci_desktop.errors import Cancelled
from oci_desktop.i18n import in_language, language

SHOW_AFTER_MS = 300


class Progress:
    """Given to the work: `step(done, total, text)` reports, and raises `Cancelled` once cancel was pressed."""

    def __init__(self, report: Callable[[float, str], None]) -> None:
        self._report = report
        self._cancelled = threading.Event()

    def step(self, done: int | float = 0, total: int | float = 0, text: str = "") -> None:
        if self._cancelled.is_set():
            raise Cancelled
        self._report(done / total if total else -1.0, text)

    def __call__(self, done: int | float = 0, total: int | float = 0, text: str = "") -> None:
        self.step(done, total, text)

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        self._cancelled.set()


class Task(QObject):
    """One piece of work under way."""

    progressed = Signal(float, str)  # 0…1, or -1 when unknown
    shown = Signal()  # it takes long enough to be worth a progress bar
    finished = Signal()
    _ended = Signal(object, object)  # result, problem

    def __init__(
        self,
        label: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object] | None,
        failed: Callable[[BaseException], object] | None,
        cancellable: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.label, self.cancellable = label, cancellable
        self._work, self._done, self._failed = work, done, failed
        self.progress = Progress(self.progressed.emit)
        self.running = True
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, args=(language(),), name=f"task {label}", daemon=True)

    def start(self) -> None:
        QTimer.singleShot(SHOW_AFTER_MS, self, self._show)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop at its next step; what it did is rolled back."""
        self.progress.cancel()

    def wait(self, seconds: float | None = None) -> None:
        """Wait for the thread itself (closing, tests)."""
        self._thread.join(seconds)

    def _run(self, code: str) -> None:
        result, problem = None, None
        try:
            with in_language(code):
                result = self._work(self.progress)
        except BaseException as raised:
            problem = raised
        try:
            self._ended.emit(result, problem)
        except RuntimeError:
            return  # the window is gone

    @Slot()
    def _show(self) -> None:
        if self.running:
            self.shown.emit()

    @Slot(object, object)
    def _end(self, result: Any, problem: BaseException | None) -> None:
        self.running = False
        self.finished.emit()
        try:
            if problem is None:
                if self._done:
                    self._done(result)
            elif isinstance(problem, Cancelled):
                pass
            elif self._failed:
                self._failed(problem)
            else:
                raise problem
        except RuntimeError as gone:
            # The page that asked was closed or rebuilt meanwhile: nobody waits for the answer any more.
            if "already deleted" not in str(gone):
                raise


class Tasks(QObject):
    """Starts tasks, and knows those under way."""

    started = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Task] = []

    def start(
        self,
        label: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
        *,
        cancellable: bool = True,
    ) -> Task:
        """Run `work(progress)` in a thread; then `done(result)` or `failed(problem)` in the window's."""
        task = Task(label, work, done, failed, cancellable, self)
        self._running.append(task)
        task.finished.connect(lambda: self._running.remove(task))
        task.finished.connect(task.deleteLater)
        self.started.emit(task)
        task.start()
        return task

    @property
    def running(self) -> tuple[Task, ...]:
        return tuple(self._running)

    def cancel_all(self, seconds: float = 5.0) -> None:
        """On closing: ask everything to stop, and give it a moment."""
        for task in self.running:
            task.cancel()
        for task in self.running:
            task.wait(seconds)
