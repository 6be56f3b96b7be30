"""Forms that came back, read: PDF, workbook or scan, one or fifty.

A file is read into memory and opened in a process of its own, with limits of size, memory and time; one such process,
or two side by side, serves a whole drop of files. Nothing of what a form holds is written anywhere, temporary files
and logs included.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from oci_desktop.errors import ExchangeError, UserError
from oci_desktop.exchange.files import read_file
from oci_desktop.exchange.form_child import from_plain, serve
from oci_desktop.i18n import N_
from oci_desktop.model.form import FormReading

MOST_BYTES = 64 * 1024 * 1024
"""Of one file: a scan in colour of thirty pages fits in half."""
MOST_SECONDS = 20.0
"""For one file; a form of 45 questions takes a fiftieth of one."""
_WORTH_TWO = 8
"""From so many files on, two processes read them in turn: starting the other one costs as much as a few files."""
_POLL = 0.1
_MOST_ANSWER = 256 * 1024 * 1024

Progress = Callable[[int, int], None]
"""Called with files done and files in all, again and again while one waits; what it raises (Cancelled) stops."""


def read_form(path: str | os.PathLike[str]) -> FormReading:
    """What stands in the file. Raises: UserError with what is wrong with it."""
    for _path, found in read_forms([path]):
        if isinstance(found, UserError):
            raise found
        return found
    raise AssertionError("one file has one reading")


def read_form_data(data: bytes) -> FormReading:
    """The same for bytes that were read already. Raises: UserError."""
    reader = _Reader()
    try:
        reader.send(data)
        return reader.finish(lambda: None)
    finally:
        reader.close()


def read_forms(
    paths: Iterable[str | os.PathLike[str]], progress: Progress | None = None
) -> Iterator[tuple[Path, FormReading | UserError]]:
    """Every file with its reading, or with the sentence that says why it has none."""
    places = [Path(path) for path in paths]
    readers = [_Reader() for _each in range(2 if len(places) >= _WORTH_TWO and (os.cpu_count() or 1) > 1 else 1)]
    begun = 0
    try:
        for done, place in enumerate(places):
            if progress:
                progress(done, len(places))
            while begun < min(len(places), done + len(readers)):
                readers[begun % len(readers)].begin(places[begun])
                begun += 1
            found: FormReading | UserError
            try:
                found = readers[done % len(readers)].finish(_looking_in(progress, done, len(places)))
            except UserError as error:
                found = error
            yield place, found
        if progress:
            progress(len(places), len(places))
    finally:
        for reader in readers:
            reader.close()


def _looking_in(progress: Progress | None, done: int, total: int) -> Callable[[], None]:
    return (lambda: progress(done, total)) if progress else lambda: None


def _unreadable() -> ExchangeError:
    return ExchangeError(N_("This file cannot be read: it is damaged, or made to be far too large."))


class _Reader:
    """The other process, started when first needed and again after each file that it did not survive."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._refused: UserError | None = None

    def begin(self, place: Path) -> None:
        """Give it a file; `finish` says what came of it, whatever it was. One file at a time."""
        self._refused = None
        try:
            self.send(read_file(place, MOST_BYTES))
        except UserError as refused:
            self._refused = refused

    def send(self, data: bytes) -> None:
        """Raises: UserError."""
        try:
            (self._pipe or self._start()).send_bytes(data)
        except OSError:
            self.close()
            raise _unreadable() from None

    def finish(self, look_in: Callable[[], None]) -> FormReading:
        """Raises: UserError, and what `look_in` raises."""
        if self._refused is not None or self._pipe is None:
            raise self._refused or _unreadable()
        try:
            end = time.monotonic() + MOST_SECONDS
            while not self._pipe.poll(_POLL):
                look_in()
                if time.monotonic() > end:
                    raise TimeoutError
            answer: dict[str, Any] = json.loads(self._pipe.recv_bytes(_MOST_ANSWER))
        except (EOFError, OSError, ValueError):
            # It died, of hunger for memory or of time: what it stumbles on it would have told.
            self.close()
            raise _unreadable() from None
        return from_plain(answer)

    def _start(self) -> Connection:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        return self._pipe

    def close(self) -> None:
        if self._process is not None and self._pipe is not None:
            self._pipe.close()
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self._pipe = None
