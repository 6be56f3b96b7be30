"""Documents: kept whole, once, and known when damaged."""

from __future__ import annotations

import hashlib

import pytest

from oci_desktop.errors import NotFoundError, StorageError
from oci_desktop.store.database import Database


def test_a_document_is_kept_once_under_what_is_in_it(database: Database) -> None:
    name = database.documents.add(b"logo", "logo.png")
    assert name == hashlib.sha256(b"logo").hexdigest()
    assert database.documents.add(b"logo", "other name.png") == name
    assert database.documents.read(name) == b"logo"
    assert len([place for place in database.documents.folder.rglob("*") if place.is_file()]) == 1
    assert database.documents.folder.name == "membres.ocidb-files"


def test_a_damaged_document_is_known(database: Database) -> None:
    name = database.documents.add(b"logo")
    assert database.documents.verify() == []
    place = database.documents.folder / name[:2] / name
    place.chmod(0o644)
    place.write_bytes(b"lo0o")
    assert database.documents.verify() == [name]
    with pytest.raises(StorageError):
        database.documents.read(name)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 64, "A" * 64, "é" * 64, "0" * 63 + "/"])
def test_no_name_leads_out_of_the_folder(database: Database, name: str) -> None:
    with pytest.raises(NotFoundError):
        database.documents.read(name)
