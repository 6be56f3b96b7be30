"""What the File menu does: new, open, sample data, back up now, check."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from oci_desktop import paths
from oci_desktop.errors import OciError
from oci_desktop.formats import datetime_text
from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.opening import FILE_FILTER, note_recent, open_another, open_or_explain, recent_files
from oci_desktop.gui.widgets import Strip
from oci_desktop.i18n import N_, _, language, message

if TYPE_CHECKING:
    from oci_desktop.settings import PersonSettings
    from oci_desktop.store.backups import Backup
    from oci_desktop.store.database import Database

__all__ = [
    "Demo", "back_up_now", "check_file", "create_file", "demo_strip", "free_place", "new_file", "open_another",
    "open_or_explain", "recent_files",
]  # fmt: skip


def create_file(path: Path, association: str, settings: PersonSettings, *, user: str | None = None) -> Database:
    """A new file at `path` in the language of the window, with the association's name.

    Raises: UserError when something is there already; StorageError.
    """
    from oci_desktop.model.association import AssociationDraft
    from oci_desktop.services.association import save_association
    from oci_desktop.store.database import Database

    database = Database.create(path, user=user)
    try:
        if association.strip():
            label = message(N_("New file for {name}"), name=association.strip())
            with database.write(label) as write:
                save_association(write, AssociationDraft(name=association.strip(), language=language()))
            database.begin_here()
    except BaseException:
        database.close()
        raise
    note_recent(settings, database.path)
    return database


def new_file(settings: PersonSettings, parent: QWidget | None = None) -> Database | None:
    """Ask where, and for the association's name; nothing is ever overwritten."""
    chosen = messages.choose_save_file(parent, _("New file"), str(free_place()), f"{_('Member files')} {FILE_FILTER}")
    if chosen is None:
        return None
    name = messages.ask_text(parent, _("New file"), _("Name of the association"))
    if name is None:
        return None
    try:
        return create_file(chosen if chosen.suffix else chosen.with_suffix(".ocidb"), name, settings)
    except OciError as refused:
        messages.error(parent, _("No file was made"), str(refused))
        return None


def free_place() -> Path:
    """The usual place of a file, or the first free one beside it."""
    usual = paths.default_database()
    place, number = usual, 2
    while place.exists():
        place, number = usual.with_stem(f"{usual.stem}-{number}"), number + 1
    return place


_DEMO = "oci-desktop-demo-"
_SURELY_MADE_S = 600
"""A folder that is older than this has its file, and with it the lock of whoever uses it."""


class Demo:
    """The demonstration file: a throw-away copy in a folder of its own, gone after `discard()`."""

    def __init__(self, user: str | None = None) -> None:
        """Raises: StorageError."""
        from oci_desktop.exchange.demo import make_demo

        self.folder = Path(tempfile.mkdtemp(prefix=_DEMO))
        try:
            self.database = make_demo(self.folder / "demo.ocidb", user=user)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self.database.automatic_backups = False

    def discard(self) -> None:
        """Close the copy and take it away."""
        self.database.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def sweep_demos() -> int:
    """Take away the copies whose program was killed, never one that is in use; how many went."""
    from oci_desktop.store.locks import WriterLock

    swept = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{_DEMO}*"):
        try:
            if folder.is_symlink() or time.time() - folder.stat().st_mtime < _SURELY_MADE_S:
                continue
            WriterLock(folder / "demo.ocidb", "").release()
        except (OSError, OciError):
            continue  # in use, or somebody else's
        shutil.rmtree(folder, ignore_errors=True)
        swept += not folder.exists()
    return swept


def open_sample_data(context: Context, parent: QWidget | None = None) -> None:
    """Open the sample data in a window of its own: the file that is open stays open."""
    frozen = getattr(sys, "frozen", False)
    arguments = ["--demo", "--lang", context.language]
    started = messages.start_program(sys.executable, arguments if frozen else ["-m", "oci_desktop", *arguments])
    if started:
        context.tell(_("The sample data open in another window."))
    else:
        messages.error(parent, _("The sample data cannot be opened"), _("The program could not be started once more."))


def demo_strip(context: Context, parent: QWidget | None = None) -> Strip:
    """Says that this is a copy to try things on, and offers to keep it."""

    def keep() -> None:
        target = messages.choose_save_file(
            parent, _("Keep a copy of the sample data"), str(free_place()), f"{_('Member files')} {FILE_FILTER}"
        )
        if target is None:
            return
        try:
            kept = context.database.backup_to(target if target.suffix else target.with_suffix(".ocidb"))
        except OciError as refused:
            messages.error(parent, _("No copy was made"), str(refused))
            return
        kept.with_name(kept.name + ".sha256").unlink(missing_ok=True)
        note_recent(context.settings, kept)
        context.tell(_("A copy was kept: {file}").format(file=kept))

    return Strip(
        _("Sample data: try anything. This copy goes away when you close the window."),
        "accent",
        ((_("Keep a copy…"), keep),),
        closable=False,
        parent=parent,
    )


def back_up_now(context: Context, parent: QWidget | None = None, then: Callable[[], object] = lambda: None) -> None:
    """Make a verified backup in a worker, and say when it is done; `then` comes after."""

    def done(backup: Backup) -> None:
        then()
        context.tell(_("Backup made and verified, {moment}.").format(moment=datetime_text(backup.at)))

    context.tasks.start(
        _("Backing up"), lambda _progress: context.database.backup("asked"), done, _refused(parent), cancellable=False
    )


def check_file(context: Context, parent: QWidget | None = None) -> None:
    """Check the file and its documents in a worker, and say what was found."""

    def done(faults: list[str]) -> None:
        if not faults:
            context.tell(_("The file is sound: everything in it was checked."))
            return
        messages.error(
            parent,
            _("The file has faults"),
            _("Nothing was changed. Go back to a backup made before, in Backups. What was found:")
            + "\n\n"
            + "\n".join(faults[:20]),
        )

    context.tasks.start(
        _("Checking the file"), lambda _progress: context.database.check(), done, _refused(parent), cancellable=False
    )


def _refused(parent: QWidget | None) -> Callable[[BaseException], None]:
    def refused(problem: BaseException) -> None:
        if not isinstance(problem, OciError):
            raise problem
        messages.error(parent, _("It was not done"), str(problem))

    return refused
