"""`import self-assessments`: judged alike in a dry run and for good, and nothing is silent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from oci_desktop.mailings.campaign_forms import each_form
from oci_desktop.queries.campaigns import attestation_of, find_campaign, steps_of
from oci_desktop.store.database import Database
from tests.cli.conftest import Run
from tests.filled_forms import fill_pdf, flatten_pdf

IN_TIME = {
    "discussed_on": "2026-11-10",
    "signatory.0.name": "Camille Exemple",
    "signatory.0.date": "2026-11-11",
    "signatory.1.name": "Noé Modèle",
    "signatory.1.date": "2026-11-12",
}


class Post:
    """Forms of the campaign under way, filled in, and what is on file."""

    def __init__(self, file: Path, folder: Path) -> None:
        self.file, self.folder = file, folder

    def ids(self, step: str) -> list[int]:
        with Database.open(self.file, user="Alix Exemple", read_only=True) as database, database.read() as reader:
            campaign = find_campaign(reader, "2026", "2026-11-21").id
            found = [
                row[0] for row in reader.rows("SELECT id FROM self_assessment WHERE campaign_id = :c", {"c": campaign})
            ]
            return [one for one in found if steps_of(reader, one) and steps_of(reader, one)[-1].step == step]

    def form(self, asked: int, name: str = "form.pdf", **changed: str) -> Path:
        with Database.open(self.file, user="Alix Exemple", read_only=True) as database:
            with database.read() as reader:
                campaign = reader.value("SELECT campaign_id FROM self_assessment WHERE id = :id", {"id": asked})
            made = each_form(database, campaign, ids=[asked], as_of="2026-11-21")
            data = next(one.data for one in made if one.document == "attestation")
        path = self.folder / name
        path.write_bytes(
            fill_pdf(data, {**IN_TIME, **{key.replace("__", "."): value for key, value in changed.items()}})
        )
        return path

    def held(self, asked: int) -> Any:
        with Database.open(self.file, user="Alix Exemple", read_only=True) as database, database.read() as reader:
            return attestation_of(reader, asked)

    def documents(self) -> list[Path]:
        return sorted(Path(f"{self.file}-files").glob("??/*"))


@pytest.fixture(autouse=True)
def in_november_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oci_desktop.dates.today", lambda: "2026-11-21")
    monkeypatch.setattr("oci_desktop.cli.returned.today", lambda: "2026-11-21")
    monkeypatch.setattr("oci_desktop.exchange.returned_desk.today", lambda: "2026-11-21")


@pytest.fixture
def post(demo: Path, tmp_path: Path) -> Post:
    return Post(demo, tmp_path)


def test_what_would_change_of_an_attestation_of_record_is_said_before(post: Post, run: Run) -> None:
    asked = post.ids("sent")[0]
    assert run("import", "self-assessments", post.form(asked)).code == 0
    later = post.form(asked, "later.pdf", signatory__0__name="Dana Autre", signatory__0__date="2026-11-15")
    text = run("import", "self-assessments", later, "--dry-run")
    assert "Camille Exemple → Dana Autre" in text.out
    assert "11 novembre 2026 → 15 novembre 2026" in text.out
    (file,) = run("import", "self-assessments", later, "--dry-run", "--format", "json").json["files"]
    assert {"before": "2026-11-11", "after": "2026-11-15"}.items() <= file["changes"][1].items()
    assert post.held(asked).signatories[0].name == "Camille Exemple"


def test_an_older_discussion_or_signature_is_taken_only_when_asked(post: Post, run: Run) -> None:
    asked = post.ids("sent")[0]
    assert run("import", "self-assessments", post.form(asked)).code == 0
    older = post.form(asked, "older.pdf", discussed_on="2026-10-02", signatory__0__name="Dana Autre")
    refused = run("import", "self-assessments", older)
    assert refused.code == 1
    assert "--accept-older" in refused.out
    assert post.held(asked).discussed_on == "2026-11-10"
    assert run("import", "self-assessments", older, "--accept-older").code == 0
    assert post.held(asked).discussed_on == "2026-10-02"
    assert len(post.held(asked).signatories) == 2


@pytest.mark.parametrize("wrong", [{"discussed_on": "2027-05-01"}, {"signatory__0__date": "mars 2026"}])
def test_a_fault_is_said_and_exported_and_stops_no_other_form(post: Post, run: Run, wrong: dict[str, str]) -> None:
    first, second = post.ids("sent")[:2]
    bad, good = post.form(first, "bad.pdf", **wrong), post.form(second, "good.pdf")
    (file,) = run("import", "self-assessments", bad, "--dry-run", "--format", "json").json["files"]
    assert file["faults"]
    assert file["accepted"] is False
    said = run("import", "self-assessments", bad)
    assert said.code == 1
    assert file["faults"][0] in said.out
    assert run("import", "self-assessments", bad, good).code == 0
    assert post.held(first) is None
    assert post.held(second) is not None


@pytest.mark.parametrize("day", ["2020-01-01", "2026-08-15", "2030-01-01"])
def test_a_dry_run_sees_a_day_of_receipt_that_cannot_be(post: Post, run: Run, day: str) -> None:
    form = post.form(post.ids("sent")[0])
    dry = run("import", "self-assessments", form, "--on", day, "--dry-run", "--format", "json")
    real = run("import", "self-assessments", form, "--on", day, "--format", "json")
    assert (dry.code, real.code) == (1, 1)
    assert dry.json["files"] == real.json["files"]
    assert dry.json["files"][0]["reason"]
    assert post.documents() == []


def test_a_refused_import_leaves_no_document_behind(post: Post, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> int:
        raise OSError("No space left on device")

    form = post.form(post.ids("sent")[0])
    with monkeypatch.context() as broken:
        broken.setattr("oci_desktop.services.attestations.record_attestation", full)
        assert run("import", "self-assessments", form).code == 1
    assert post.documents() == []
    assert run("import", "self-assessments", form).code == 0
    assert len(post.documents()) == 1


def test_nothing_new_is_no_failure_and_a_scan_alone_is_one(post: Post, run: Run) -> None:
    first, second = post.ids("sent")[:2]
    form = post.form(first)
    assert [run("import", "self-assessments", form).code for _again in range(2)] == [0, 0]
    scan = post.form(second, "scan.pdf")
    scan.write_bytes(flatten_pdf(scan.read_bytes()))
    assert run("import", "self-assessments", scan).code == 1
    assert run("import", "self-assessments", scan, form).code == 1
