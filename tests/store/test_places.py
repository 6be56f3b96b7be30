"""Folders that are synchronised, and files on another computer."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from oci_desktop.i18n import use_language
from oci_desktop.store.places import _mounted_as, by_name, is_network_share, synchronised_by, warning_about


@pytest.mark.parametrize(
    ("path", "provider"),
    [
        (PureWindowsPath(r"C:\Users\Zoé\OneDrive\x.ocidb"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\Zoé\OneDrive - Association fictive\Bureau\x.ocidb"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\Zoé\Equipe - SharePoint\x.ocidb"), "SharePoint"),
        (PureWindowsPath(r"C:\Users\Zoé\Dropbox (Personal)\x.ocidb"), "Dropbox"),
        (PurePosixPath("/home/zoe/Dropbox/x.ocidb"), "Dropbox"),
        (PurePosixPath("/home/zoe/Google Drive/x.ocidb"), "Google Drive"),
        (PurePosixPath("/Users/zoe/Library/Mobile Documents/com~apple~CloudDocs/x.ocidb"), "iCloud"),
        (PurePosixPath("/Users/zoe/Library/CloudStorage/GoogleDrive-zoe@example.org/x.ocidb"), "Google Drive"),
        (PurePosixPath("/Users/zoe/Library/CloudStorage/Box-Box/x.ocidb"), "Box"),
        (PurePosixPath("/home/zoe/Nextcloud/x.ocidb"), "Nextcloud"),
        (PurePosixPath("/home/zoe/Documents/OneDrive.ocidb"), None),
        (PurePosixPath("/home/zoe/dropboxes/x.ocidb"), None),
        (PureWindowsPath(r"C:\Users\Zoé\Documents\x.ocidb"), None),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(
    path: PurePosixPath | PureWindowsPath, provider: str | None
) -> None:
    assert by_name(path) == provider


def test_or_by_what_the_provider_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_language("en")
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "cloud" / "deep" / "x.ocidb"
    assert synchronised_by(path) is None
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "cloud"))
    assert synchronised_by(path) == "OneDrive"
    assert "two copies could diverge" in str(warning_about(path))
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "clo"))
    assert synchronised_by(path) is None
    (tmp_path / "cloud").mkdir()
    (tmp_path / "cloud" / ".dropbox.cache").mkdir()
    assert synchronised_by(path) == "Dropbox"


def test_a_share_of_the_network_is_known() -> None:
    mounts = (
        "/dev/sda1 / ext4 rw 0 0\n//office/data /mnt/bureau\\040commun cifs rw 0 0\ntmpfs /mnt/bureau tmpfs rw 0 0\n"
    )
    assert _mounted_as("/mnt/bureau commun/x.ocidb", mounts) == "cifs"
    assert _mounted_as("/mnt/bureau/x.ocidb", mounts) == "tmpfs"
    assert _mounted_as("/home/x.ocidb", mounts) == "ext4"
    assert is_network_share(Path("//office/data/x.ocidb"))


def test_the_persons_own_folder_is_safe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        monkeypatch.delenv(name, raising=False)
    assert warning_about(tmp_path / "x.ocidb") is None
