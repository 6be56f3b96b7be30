"""Campaigns on the command line: the list of the issue, a new campaign, steps and dispenses."""

from __future__ import annotations

from pathlib import Path

import pytest

from oci_desktop.cli import campaigns
from tests.cli.conftest import Run

KEYS = [
    "member", "ref", "category", "step", "lateness", "due", "grace_until", "valid_until", "last_reminder",
    "focal_point",
]  # fmt: skip


def test_the_list_of_the_current_campaign_and_of_a_named_one(demo: Path, run: Run) -> None:
    rows = run("list", "campaign", "--as-of", "2026-11-21", "--format", "json").json
    assert list(rows[0]) == KEYS
    assert len(rows) == 67
    assert (rows[0]["member"], rows[0]["step"], rows[0]["lateness"]) == ("Cyclo Nord-Sud", "sent", "late")
    assert {row["step"] for row in rows} == {
        "to_send", "sent", "received", "to_complete", "valid", "exempt", "refused",
    }  # fmt: skip
    named = run("list", "campaign", "--filter", "campaign=2026", "--as-of", "2026-11-21", "--format", "json").json
    assert named == rows
    past = run("list", "campaign", "--filter", "campaign=2025", "--as-of", "2026-01-15", "--format", "json").json
    assert [row["member"] for row in past if row["lateness"] == "late"] == ["Cyclo Nord-Sud"]


def test_a_filter_of_the_list_takes_a_label_a_member_and_a_campaign(demo: Path, run: Run) -> None:
    late = run("list", "campaign", "--filter", "lateness=En retard", "--as-of", "2027-01-15", "--format", "json").json
    assert len(late) == 13
    one = run("list", "campaign", "--filter", "member=SUÇO", "--as-of", "2026-11-21", "--format", "json").json
    assert [row["member"] for row in one] == ["SUCO (Solidarité - Union - Coopération)"]
    unknown = run("list", "campaign", "--filter", "campaign=1999")
    assert (unknown.code, unknown.out) == (1, "")
    assert "2026, 2025" in unknown.err


def test_the_campaigns_with_their_counts(demo: Path, run: Run) -> None:
    rows = run("campaign", "list", "--as-of", "2026-11-21", "--format", "json").json
    assert [row["code"] for row in rows] == ["2026", "2025"]
    first = rows[0]
    parts = [first[key] for key in ("valid", "exempt", "grace", "late", "refused", "pending")]
    assert parts == [49, 4, 12, 1, 1, 0]
    assert sum(parts) == first["total"] == 67


def create(run: Run, *more: str, code: str = "2019", opens: str = "2019-09-01"):  # type: ignore[no-untyped-def]
    return run(
        "campaign", "create", "--code", code, "--title", f"Autoévaluation {code}", "--questionnaire",
        "five-principles", "--opens", opens, "--due", "2019-10-11", "--grace", "2019-12-31", "--valid", "2020-03-31",
        *more,
    )  # fmt: skip


def test_a_campaign_is_made_and_its_steps_noted(demo: Path, run: Run) -> None:
    assert create(run, "--category", "regular").code == 0
    assert run("campaign", "step", "sent", "SUCO", "Oxfam-Québec", "--campaign", "2019", "--on", "2019-09-02").code == 0
    assert run("campaign", "step", "to-complete", "SUCO", "--campaign", "2019", "--on", "2019-10-02").code == 0
    rows = run("list", "campaign", "--filter", "campaign=2019", "--as-of", "2019-10-02", "--format", "json").json
    assert len(rows) == 63
    steps = {row["member"]: row["step"] for row in rows}
    assert steps["SUCO (Solidarité - Union - Coopération)"] == "to_complete"
    assert steps["Oxfam-Québec"] == "sent"
    assert run("undo").code == 0


def test_what_cannot_be_says_why_and_changes_nothing(demo: Path, run: Run) -> None:
    before = demo.read_bytes()
    twice = create(run, code="2026")
    assert (twice.code, "2026" in twice.err) == (1, True)
    assert create(run, opens="2019-11-01").code == 1
    assert create(run, "--category", "honoraire").code == 1
    assert run("campaign", "step", "refused", "SUCO").code == 1
    assert run("campaign", "step", "lost", "SUCO").code == 2
    assert run("campaign", "step", "sent", "Nobody").code == 1
    assert run("campaign", "exempt", "SUCO").code == 2
    assert demo.read_bytes() == before


def test_a_step_leaves_those_further_on_and_says_so(demo: Path, run: Run) -> None:
    def step_of(name: str) -> str:
        found = run("list", "campaign", "--filter", f"member={name}", "--as-of", "2026-11-21", "--format", "json").json
        return str(found[0]["step"])

    before = demo.read_bytes()
    rows = run("list", "campaign", "--filter", "step=valid", "--as-of", "2026-11-21", "--format", "json").json
    valid = rows[0]["member"]
    alone = run("campaign", "step", "sent", valid, "--campaign", "2026", "--on", "2026-11-21")
    assert (alone.code, alone.out) == (1, "")
    assert "valide (1)" in alone.err
    lacking = run("campaign", "step", "valid", "Cyclo Nord-Sud", "--back", "--campaign", "2026", "--on", "2026-11-21")
    assert (lacking.code, "Cyclo Nord-Sud" in lacking.err) == (1, True)
    assert demo.read_bytes() == before
    mixed = run("campaign", "step", "sent", valid, "Village Monde", "--campaign", "2026", "--on", "2026-11-21")
    assert (mixed.code, "valide (1)" in mixed.err) == (0, True)
    assert step_of(valid) == "valid"
    assert run("campaign", "step", "sent", valid, "--back", "--campaign", "2026", "--on", "2026-11-21").code == 0
    assert step_of(valid) == "sent"


def test_a_dispense_is_recorded(demo: Path, run: Run) -> None:
    done = run("campaign", "exempt", "SUCO", "--decided-by", "Conseil", "--from", "2026-11-01", "--until", "2027-06-30")
    assert done.code == 0
    rows = run("list", "dispenses", "--as-of", "2026-11-21", "--format", "json").json
    assert len(rows) == 5
    assert [row["ends_on"] for row in rows if row["decided_by"] == "Conseil"] == ["2027-06-30"]


def test_the_forms_of_a_campaign_go_into_a_folder(demo: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = run("campaign", "forms", "--campaign", "2026", "--to", out, "--as-of", "2026-11-21")
    assert (made.code, made.err) == (0, ""), made.err
    files = sorted(path.name for path in out.iterdir())
    assert len(files) == 2 * 67  # at level A: the questionnaire to keep, the attestation to return
    assert "2026 - Oxfam-Québec - attestation à retourner.pdf" in files
    assert all(path.read_bytes().startswith(b"%PDF") for path in out.iterdir())


def test_the_forms_of_a_few_members_as_workbooks_and_in_one_language(demo: Path, run: Run, tmp_path: Path) -> None:
    chosen = ("--member", "SUCO", "--member", "Oxfam-Québec", "--as-of", "2026-11-21", "--lang", "en")
    made = run("campaign", "forms", "--to", tmp_path / "out", "--format", "both", *chosen)
    assert (made.code, made.err) == (0, ""), made.err
    names = [path.name for path in (tmp_path / "out").iterdir()]
    assert len(names) == 2 * 2 * 2
    assert "2026 - Oxfam-Québec - attestation to return.xlsx" in names


def test_forms_that_cannot_be_made_leave_nothing_behind(demo: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for words in (("--campaign", "1999"), ("--member", "AQOCI"), ("--member", "Personne")):
        refused = run("campaign", "forms", "--to", out, "--as-of", "2026-11-21", *words)
        assert (refused.code, refused.out) == (1, ""), words
        assert not out.exists()
    assert run("campaign", "forms").code == 2


def test_a_folder_that_cannot_be_made_is_a_sentence(demo: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_bytes(b"")
    for place in (tmp_path / "fichier", tmp_path / "fichier" / "dedans", Path("/proc/nulle-part")):
        refused = run("campaign", "forms", "--to", place, "--member", "SUCO", "--as-of", "2026-11-21")
        assert (refused.code, refused.out) == (1, "")
        assert str(place) in refused.err
        assert "programme" not in refused.err


def test_a_step_of_an_earlier_day_goes_to_the_campaign_of_today_and_says_which(
    demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oci_desktop.cli.campaigns.today", lambda: "2026-11-22")
    before = run("campaign", "step", "sent", "Cyclo Nord-Sud", "--on", "2026-08-20")
    assert before.code == 1, "not silently in the campaign of 2025"
    noted = run("campaign", "step", "sent", "Cyclo Nord-Sud", "--on", "2026-10-20")
    assert (noted.code, "2026" in noted.out) == (0, True)
    stranger = run("campaign", "step", "sent", "AQOCI", "--on", "2026-10-20")
    assert (stranger.code, "2026" in stranger.err) == (1, True)


def test_progress_is_shown_to_a_person_and_to_nobody_else(
    demo: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(campaigns.sys.stderr, "isatty", lambda: True, raising=False)
    made = run("campaign", "forms", "--to", tmp_path, "--member", "SUCO", "--as-of", "2026-11-21")
    assert made.err == "\r1 / 1\n"
