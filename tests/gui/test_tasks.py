"""Work in a thread: results in the window's thread, progress, a cancel that stops, failures that are told."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from oci_desktop.errors import UserError
from oci_desktop.gui import messages, operations
from oci_desktop.gui.context import Context, News
from oci_desktop.gui.status_bar import StatusBar
from oci_desktop.gui.tasks import Progress, Tasks
from oci_desktop.i18n import in_language, language, message
from oci_desktop.model import schema


@pytest.fixture
def tasks(qtbot: QtBot) -> Any:
    made = Tasks()
    yield made
    made.cancel_all()
    qtbot.waitUntil(lambda: not made.running)


def test_the_result_comes_back_in_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[Any] = []
    tasks.start(
        "count", lambda _progress: (threading.current_thread() is threading.main_thread(), language()),
        lambda result: seen.append((result, threading.current_thread() is threading.main_thread())),
    )  # fmt: skip
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [((False, "fr"), True)]
    assert tasks.running == ()


def test_the_language_of_the_window_is_the_workers(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[str] = []
    with in_language("en"):
        tasks.start("x", lambda _progress: language(), seen.append)
    qtbot.waitUntil(lambda: seen == ["en"])


def test_cancel_stops_at_the_next_step_and_says_nothing(qtbot: QtBot, tasks: Tasks) -> None:
    done: list[Any] = []

    def work(progress: Progress) -> None:
        for n in range(1_000):
            progress(n, 1_000)
            time.sleep(0.002)

    task = tasks.start("long", work, done.append, done.append)
    qtbot.wait(20)
    task.cancel()
    qtbot.waitUntil(lambda: not tasks.running)
    assert done == []


def test_a_failure_is_told(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[BaseException] = []

    def work(_progress: Progress) -> None:
        raise UserError("no")

    tasks.start("x", work, None, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], UserError)


def test_progress_is_shown_after_300_ms_only(qtbot: QtBot, tasks: Tasks) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show()
    tasks.started.connect(bar.follow)
    go = threading.Event()

    def work(progress: Progress) -> None:
        progress(1, 4, "one of four")
        go.wait(5)
        progress(2, 4, "two of four")
        time.sleep(0.1)

    tasks.start("Copying", work)
    qtbot.wait(60)
    assert not bar._bar.isVisible()
    qtbot.waitUntil(bar._bar.isVisible, timeout=2_000)
    go.set()
    qtbot.waitUntil(lambda: bar._task_words.text() == "two of four")
    assert bar._bar.value() == 500
    qtbot.waitUntil(lambda: not bar._bar.isVisible())


# Operations: one gesture, one action


def test_an_operation_is_one_undoable_action_and_is_told(kit_context: Context) -> None:
    told: list[News] = []
    kit_context.told.connect(told.append)
    category = {"ref": "r", "code": "x", "name_fr": "X", "name_en": "X", "plural_fr": "X", "plural_en": "X"}
    number = operations.run(
        kit_context,
        message("An exemplary gesture"),
        lambda write: write.insert(schema.category, {**category, "position": 9}),
    )
    assert isinstance(number, int)
    undoable = kit_context.database.undoable()
    assert undoable is not None
    assert str(undoable.label) == "An exemplary gesture"
    assert told[-1].undo
    operations.undo(kit_context)
    with kit_context.database.read() as reader:
        assert reader.value("SELECT COUNT(*) FROM category WHERE code = 'x'") == 0


def test_a_refusal_changes_nothing_and_is_said_in_a_sentence(
    kit_context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "error", lambda _parent, title, text: said.append(f"{title}: {text}"))

    def work(write: Any) -> None:
        write.insert(schema.setting, {"key": "k", "value": "v"})
        raise UserError("Too long.")

    assert operations.run(kit_context, message("x"), work) is None
    assert said == ["Rien n’a été changé: Too long."]
    with kit_context.database.read() as reader:
        assert reader.value("SELECT COUNT(*) FROM setting WHERE key = 'k'") == 0
    with pytest.raises(UserError):
        operations.run(kit_context, message("x"), work, raising=True)


def test_a_bug_is_not_taken_for_a_refusal(kit_context: Context) -> None:
    def work(_write: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        operations.run(kit_context, message("x"), work)
