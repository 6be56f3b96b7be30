"""`questionnaire list | export | import | diff`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run

SECOND = Path(__file__).parent.parent / "data" / "questionnaires" / "harassment.toml"


def codes(run: Run) -> list[str]:
    return [f"{row['code']}@{row['number']}" for row in run("questionnaire", "list", "--format", "json").json]


def changed_copy(tmp_path: Path, number: str = "1.0") -> Path:
    text = SECOND.read_text(encoding="utf-8")
    text = text.replace("Une politique est adoptée", "Une politique écrite est adoptée")
    text = text.replace('number = "1.0"', f'number = "{number}"')
    path = tmp_path / "next.toml"
    path.write_text(text[: text.index('[[principles]]\ncode = "F"')], encoding="utf-8")
    return path


def test_a_questionnaire_comes_in_and_goes_out_and_is_the_same(demo: Path, run: Run, tmp_path: Path) -> None:
    ran = run("questionnaire", "import", SECOND)
    assert ran.code == 0
    assert "nouvelle ébauche" in ran.out or "new draft" in ran.out
    assert "harassment@1.0" in codes(run)
    for name in ("q.xlsx", "q.toml"):
        assert run("questionnaire", "export", "harassment@1.0", "--out", tmp_path / name).code == 0
        assert run("questionnaire", "diff", tmp_path / name, "harassment", "--format", "json").json["items"] == []
        again = run("questionnaire", "import", tmp_path / name, "--format", "json").json
        assert (again["new"], again["changed"], again["applied"]) == (False, False, False)


def test_a_dry_run_tells_what_would_change_and_changes_nothing(demo: Path, run: Run, tmp_path: Path) -> None:
    before = codes(run)
    ran = run("questionnaire", "import", SECOND, "--dry-run")
    assert ran.code == 0
    assert "P1" in ran.out
    assert codes(run) == before
    run("questionnaire", "import", SECOND)
    told = run("questionnaire", "import", changed_copy(tmp_path), "--dry-run", "--format", "json").json
    assert (told["changed"], told["applied"]) == (True, False)
    assert [(item["kind"], item["code"]) for item in told["difference"]["items"]] == [
        ("changed", "P1"),
        ("removed", "F1"),
    ]
    assert run("questionnaire", "diff", SECOND, "harassment", "--format", "json").json["items"] == []


def test_the_difference_is_told_in_words(demo: Path, run: Run, tmp_path: Path) -> None:
    ran = run("--lang", "en", "questionnaire", "diff", SECOND, changed_copy(tmp_path, "2.0"))
    assert ran.code == 0
    assert "Modified: item P1" in ran.out
    assert "Text (French): Une politique est adoptée → Une politique écrite est adoptée" in ran.out
    assert "Removed: item F1 Training takes place every year" in ran.out
    assert run("--lang", "en", "questionnaire", "diff", SECOND, SECOND).out == "Nothing differs.\n"


def test_what_is_not_there_or_does_not_fit_is_said_in_a_sentence(demo: Path, run: Run, tmp_path: Path) -> None:
    before = codes(run)
    (tmp_path / "bad.toml").write_text('code = "é"\ntitre = "x"', encoding="utf-8")
    for words in (
        ("export", "licorne", "--out", tmp_path / "x.xlsx"),
        ("export", "licorne@9", "--out", tmp_path / "x.csv"),
        ("import", tmp_path / "bad.toml"),
        ("import", tmp_path / "missing.xlsx"),
        ("diff", "licorne", SECOND),
    ):
        ran = run("questionnaire", *words)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.strip()
        assert "Traceback" not in ran.err
    assert run("questionnaire").code == 2
    assert codes(run) == before


def test_an_import_is_one_action_to_undo(demo: Path, run: Run) -> None:
    before = codes(run)
    run("questionnaire", "import", SECOND)
    assert run("undo").code == 0
    assert codes(run) == before
