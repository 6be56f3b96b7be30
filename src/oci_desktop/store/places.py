"""Where a file is, when the place itself is a danger: a synchronised folder, a network share."""

from __future__ import annotations

import os
import re
import sys
from itertools import pairwise
from pathlib import Path, PurePath

from oci_desktop.i18n import N_, Message, message

_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    # The name of a folder that the provider's program makes; "OneDrive - Our office" is SharePoint's and OneDrive's.
    ("OneDrive", re.compile(r"onedrive(\b.*)?$", re.IGNORECASE)),
    ("SharePoint", re.compile(r"(.* - )?sharepoint(\b.*)?$", re.IGNORECASE)),
    ("Dropbox", re.compile(r"dropbox( \(.*\))?$", re.IGNORECASE)),
    ("Google Drive", re.compile(r"(google ?drive(\b.*)?|drivefs)$", re.IGNORECASE)),
    ("iCloud", re.compile(r"(icloud ?drive|com~apple~clouddocs|mobile documents)$", re.IGNORECASE)),
    ("Nextcloud", re.compile(r"(nextcloud|owncloud)$", re.IGNORECASE)),
)
_MARKS = ((".dropbox", "Dropbox"), (".dropbox.cache", "Dropbox"), (".tmp.drivedownload", "Google Drive"))
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_CLOUD_STORAGE = "CloudStorage"
_NETWORK = frozenset(("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "davfs", "fuse.davfs2"))


def synchronised_by(path: Path) -> str | None:
    """The name of the program that copies this folder elsewhere ("OneDrive", "Dropbox"…), or None.

    Two people who open the file on two computers would each have a copy of it, and the copies would diverge.
    """
    for name in _VARIABLES:
        root = os.environ.get(name)
        if root and _is_inside(path, Path(root)):
            return "OneDrive"
    return by_name(path) or _by_mark(path)


def by_name(path: PurePath) -> str | None:
    """What the names of the folders tell; on a Mac, all that lies under Library/CloudStorage is synchronised."""
    folders = path.parts[:-1]
    for folder in folders:
        for provider, pattern in _NAMES:
            if pattern.match(folder):
                return provider
    for parent, folder in pairwise(folders):
        if parent == _CLOUD_STORAGE:
            return folder.partition("-")[0]
    return None


def _by_mark(path: Path) -> str | None:
    """What the hidden files of a provider tell."""
    for folder in path.parents:
        for mark, provider in _MARKS:
            # The person's own folder holds the settings of Dropbox under the same name.
            if folder != Path.home() and os.path.lexists(folder / mark):
                return provider
    return None


def _is_inside(path: Path, root: Path) -> bool:
    inside, top = os.path.normcase(path.absolute()), os.path.normcase(root.absolute())
    return inside.startswith(top.rstrip("/\\") + os.sep)


def is_network_share(path: Path) -> bool:
    """Is the file on another computer, as far as this one tells?"""
    text = str(path.absolute())
    if text.startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        remote = 4
        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.absolute().anchor) == remote)
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return _mounted_as(text, mounts) in _NETWORK


def _mounted_as(path: str, mounts: str) -> str:
    """The kind of file system that holds `path`, from the lines of /proc/mounts."""
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[1])
        if (path + "/").startswith(point.rstrip("/") + "/") and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind


def warning_about(path: Path) -> Message | None:
    """What to tell a person before writing in a file that is there; None when the place is safe."""
    provider = synchronised_by(path)
    if provider is not None:
        return message(
            N_("This file is in a synchronised folder ({provider}): two copies could diverge."), provider=provider
        )
    if is_network_share(path):
        return message(N_("This file is on a network share: only one computer at a time may open it, even to read."))
    return None
