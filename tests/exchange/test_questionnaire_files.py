"""Questionnaires as files: plain text and workbooks, out and in again, and everything that is wrong in one go."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook as NewWorkbook

from oci_desktop import i18n
from oci_desktop.errors import ExchangeError, UserError
from oci_desktop.exchange.questionnaire_files import (
    Imported,
    QuestionnaireFileError,
    add_example,
    example_path,
    import_version,
    read_questionnaire_file,
    write_questionnaire_file,
)
from oci_desktop.exchange.questionnaire_sheets import FACTS, PARTS, rows_of
from oci_desktop.exchange.questionnaire_toml import toml_bytes
from oci_desktop.exchange.questionnaire_xlsx import version_of
from oci_desktop.exchange.workbooks import Sheet, Workbook
from oci_desktop.model.questionnaire import Item, Principle, ScaleChoice, VersionDraft
from oci_desktop.queries.questionnaires import get_version, list_versions
from oci_desktop.services.questionnaires import check_version, copied, publish
from oci_desktop.store.database import Database
from tests.services.questionnaire_drafts import add_published, harassment

SECOND = Path(__file__).parent.parent / "data" / "questionnaires" / "harassment.toml"


@pytest.fixture(autouse=True)
def english(french: None) -> None:
    """Sentences are compared as the source has them."""
    i18n.use_language("en")


def workbook(version: VersionDraft) -> dict[str, list[list[str]]]:
    """The cells of each sheet, as `version_of` gets them: keys, headings, rows."""
    return {
        name: [list(part.columns), list(part.columns.values()), *rows_of(name, version)] for name, part in PARTS.items()
    }


def book(sheets: dict[str, list[list[str]]]) -> Workbook:
    return Workbook(tuple(Sheet(PARTS[name].name if name in PARTS else name, rows) for name, rows in sheets.items()))


def sentences(read: Callable[[], object]) -> list[str]:
    with pytest.raises(QuestionnaireFileError) as refused:
        read()
    return [str(problem) for problem in refused.value.problems]


# --- the example


def test_the_example_has_five_principles_of_nine_items_in_both_languages() -> None:
    example = read_questionnaire_file(example_path())
    assert [len(principle.items) for principle in example.principles] == [9, 9, 9, 9, 9]
    assert check_version(example) == []
    assert [choice.weight for choice in example.scale] == [100, 50, 0, 0, None]
    assert example.scale[-1].reason_required
    assert "exemple" in example.title_fr
    assert "officiel" not in example_path().read_text(encoding="utf-8")
    assert example.level == "A"
    assert not example.index_shown
    assert {item.profile for item in example.items()} == {None, "sends_abroad"}


def test_the_example_is_added_once(database: Database) -> None:
    with database.write("Example") as write:
        version_id = add_example(write)
    with database.write("Example") as write:
        assert add_example(write) == version_id
        publish(write, version_id, "2026-01-15")
    with database.read() as reader:
        assert [row.items for row in list_versions(reader)] == [45]


# --- out and in again


@pytest.mark.parametrize("suffix", [".toml", ".xlsx"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_was_written_is_read_again(tmp_path: Path, suffix: str, lang: str) -> None:
    i18n.use_language(lang)
    for version in (read_questionnaire_file(example_path()), read_questionnaire_file(SECOND)):
        path = write_questionnaire_file(version, tmp_path / f"questionnaire{suffix}")
        i18n.use_language("en" if lang == "fr" else "fr")  # somebody else reads it
        assert read_questionnaire_file(path) == version


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp", "Zs")), min_size=1, max_size=12
)


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(TEXT, min_size=9, max_size=9), note=st.lists(TEXT, min_size=1, max_size=3))
def test_any_text_survives_both_files(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], note: list[str]
) -> None:
    draft = harassment(
        title_fr=texts[0],
        introduction_fr="\n".join(note),
        scale=(ScaleChoice("a", texts[1], texts[2], 25), ScaleChoice("b", texts[3], None, None, 1)),
        profiles=(),
        principles=(
            Principle(
                "1", texts[4], items=(Item("1.1", texts[5], texts[6], "\n".join(note), None, texts[7], None, 7),)
            ),
        ),
    )
    path = tmp_path_factory.mktemp("round") / "q.toml"
    path.write_bytes(toml_bytes(draft))
    through_text = read_questionnaire_file(path)
    assert version_of(book(workbook(draft))) == through_text
    assert version_of(book(workbook(through_text))) == through_text


def test_awkward_texts_survive_a_real_workbook(tmp_path: Path) -> None:
    texts = ("=1+1", "_x0041_", "'apostrophe", "@cœur « l’été »", "1.10", "<b>&amp;</b>", "TRUE", "2026-01-01")
    items = tuple(Item(f"1.{place}", text, f"{text}\n{text}") for place, text in enumerate(texts))
    draft = harassment(principles=(Principle("1.0", "+1", items=items),), profiles=())
    path = write_questionnaire_file(draft, tmp_path / "awkward.xlsx")
    lines = tuple(replace(item, text_en=f"{item.text_fr} {item.text_fr}") for item in items)
    assert read_questionnaire_file(path) == replace(draft, principles=(replace(draft.principles[0], items=lines),))


# --- into the file


def load(database: Database, draft: VersionDraft) -> Imported:
    with database.write("Import") as write:
        return import_version(write, draft)


def test_the_same_file_again_changes_nothing(database: Database) -> None:
    first = load(database, read_questionnaire_file(SECOND))
    assert (first.is_new, first.changed) == (True, True)
    assert first.changes.count("new") == 4
    action = database.undoable()
    again = load(database, read_questionnaire_file(SECOND))
    assert (again.version_id, again.is_new, again.changed) == (first.version_id, False, False)
    assert database.undoable() == action
    with database.read() as reader:
        assert copied(get_version(reader, first.version_id)) == read_questionnaire_file(SECOND)


def test_a_changed_file_changes_the_draft_and_tells_what(database: Database) -> None:
    first = load(database, harassment())
    text, *others = harassment().principles[0].items
    policy = replace(harassment().principles[0], items=(replace(text, text_fr="Autre"), *others))
    found = load(database, harassment(principles=(policy, *harassment().principles[1:])))
    assert (found.version_id, found.is_new, found.changed) == (first.version_id, False, True)
    assert found.changes.codes("changed") == {"P1"}


def test_items_in_another_order_are_a_change(database: Database) -> None:
    first = load(database, harassment())
    found = load(database, harassment(principles=harassment().principles[::-1]))
    assert found.changed
    with database.read() as reader:
        assert [one.code for one in get_version(reader, first.version_id).principles] == ["F", "S", "P"]


def test_another_number_makes_the_next_version_of_a_published_one(database: Database) -> None:
    first = add_published(database)
    assert not load(database, harassment()).changed
    with pytest.raises(UserError, match="another number"):
        load(database, harassment(meaning_fr="Autre"))
    found = load(database, harassment(number="2.0", meaning_fr="Autre", code="Harassment"))
    assert found.is_new
    with database.read() as reader:
        draft = get_version(reader, found.version_id)
    assert (draft.based_on_id, draft.state, draft.code) == (first, "draft", "harassment")
    assert [change.field for change in found.changes.texts] == ["meaning_fr"]


# --- what is refused, all of it at once


def test_all_problems_of_a_workbook_are_told_at_once_with_sheet_row_and_column() -> None:
    sheets = workbook(harassment())
    sheets["items"][2][1] = "P1 é"
    sheets["items"][3][1] = "S1"
    sheets["items"][4][0] = "Z"
    sheets["items"][5][8] = "lourd"
    sheets["items"][5][9] = "pilote"
    sheets["scale"][2][3] = "2"
    sheets["scale"][4][4] = "peut-être"
    sheets["questionnaire"][4][2] = "C"
    found = sentences(lambda: version_of(book(sheets)))
    expected = [
        "Sheet “Items”, row 3, column “Identifier”: “P1 é” cannot be an identifier",
        "Sheet “Items”, row 5, column “Principle”: There is no principle “Z”. There are: P, S, F.",
        "Sheet “Items”, row 6, column “Weight”: “lourd” is not a whole number.",
        "Sheet “Items”, row 6, column “Profile”: Item F1: there is no profile “pilote”.",
        "Sheet “Scale”, row 3, column “Counts as”: how much this answer counts is a number from 0 to 1",
        "Sheet “Scale”, row 5, column “Reason required”:",
        "Sheet “Questionnaire”, row 5",
    ]
    for sentence in expected:
        assert any(one.startswith(sentence) for one in found), (sentence, found)


def test_an_identifier_that_stands_twice_is_told_at_the_second_row() -> None:
    sheets = workbook(harassment())
    sheets["items"][4][1] = "p1"
    assert sentences(lambda: version_of(book(sheets))) == [
        "Sheet “Items”, row 5, column “Identifier”: The identifier “p1” is used twice: each has its own."
    ]


def test_missing_sheets_are_all_named() -> None:
    sheets = workbook(harassment())
    del sheets["scale"], sheets["signatories"]
    found = sentences(lambda: version_of(book(sheets)))
    assert [sentence.split(".")[0] for sentence in found] == [
        "The sheet “Scale” is missing",
        "The sheet “Signatories” is missing",
    ]


def test_reworded_headings_do_no_harm_while_the_keys_are_there_and_a_column_may_move() -> None:
    sheets = workbook(harassment())
    sheets["items"] = [[*row[2:], *row[:2]] for row in sheets["items"]]
    sheets["items"][1] = ["?"] * 10
    assert version_of(book(sheets)) == version_of(book(workbook(harassment())))


def test_a_workbook_made_by_hand_needs_the_headings_alone_in_either_language() -> None:
    sheets = {name: rows[1:] for name, rows in workbook(harassment()).items()}
    sheets["items"][0] = ["PRINCIPLE", "identifier", *sheets["items"][0][2:]]
    assert version_of(book(sheets)) == version_of(book(workbook(harassment())))
    sheets["items"][0][2] = "Énoncé du jour"
    found = sentences(lambda: version_of(book(sheets)))
    assert found[0].startswith("Sheet “Items”, row 1: The heading “Énoncé du jour” is not known.")
    assert found[1].startswith("Sheet “Items”, row 1: The column “Text (French)” is missing.")


def test_nothing_is_lost_without_a_word() -> None:
    sheets = workbook(harassment())
    sheets["items"][3].append("à garder")
    found = sentences(lambda: version_of(book(sheets)))
    assert found == ["Sheet “Items”, row 4: cell K4 stands under no heading."]
    odd = Workbook(
        tuple(
            replace(sheet, merged=((3, 0, 4, 0),), errors=(("C4", "#REF!"),), unknown=("D4",))
            if sheet.name == "Items"
            else sheet
            for sheet in book(workbook(harassment())).sheets
        )
    )
    assert [sentence.split(": ", 1)[1] for sentence in sentences(lambda: version_of(odd))] == [
        "cell C4 holds the error #REF!.",
        "the formula in cell D4 was never computed: open and save it in Excel.",
        "the cells A4 to A5 are merged: split them.",
    ]


def test_a_workbook_of_something_else_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "budget.xlsx"
    other = NewWorkbook(str(path))
    other.add_worksheet("Budget").write_string(0, 0, "Total")
    other.close()
    assert "The workbook has: Budget" in sentences(lambda: read_questionnaire_file(path))[0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code = ", "cannot be understood as TOML"),
        ('code = "x"\ntitre = "y"', "“titre”: this key is not known"),
        ('code = 1\ntitle_fr = "T"', "a text between quotation marks is expected"),
        ('code = "x"\ntitle_fr = "T"\nscale = [1]', "scale 1"),
        ('code = "x"\ntitle_fr = "T"\n[[scale]]\ncode = "a"\nlabel_fr = "A"', "not_counted = true"),
        ('code = "x"\ntitle_fr = "T"\n[[scale]]\ncode = "a"\nweight = nan', "scale 1"),
        ('title_fr = "T"', "An identifier is needed."),
        (
            'code = "x"\ntitle_fr = "T"\n[[principles]]\ncode="1"\n[[principles.items]]\ncode="1.1"\nprofile="p"',
            "principles 1, items 1",
        ),
    ],
)  # fmt: skip
def test_a_text_that_does_not_fit_is_refused_at_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "q.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExchangeError) as refused:
        read_questionnaire_file(path)
    assert sentence in str(refused.value)


def test_other_files_are_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "q.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "q.xlsx").write_bytes(b"PK not really")
    for name in ("q.toml", "q.xlsx", "missing.toml", "q.csv"):
        with pytest.raises(ExchangeError):
            read_questionnaire_file(tmp_path / name)


# --- a thousand files that somebody or something changed


def test_a_thousand_changed_workbooks_are_refused_or_read_right() -> None:
    """Whatever the cells say: a sentence, or a version whose identifiers are sound; never anything else."""
    chance = random.Random(3)
    whole = version_of(book(workbook(harassment())))
    read, told = 0, []
    for _ in range(1000):
        sheets = workbook(harassment())
        for _ in range(chance.randint(1, 3)):
            _mutate(sheets, chance)
        try:
            version = version_of(book(sheets))
        except QuestionnaireFileError as refused:
            told.append(str(refused))
            continue
        read += 1
        assert version_of(book(workbook(version))) == version
        assert len({item.code for item in version.items()}) == len(list(version.items()))
        assert sum(1 for _item in version.items()) <= sum(1 for _item in whole.items()) + 3
    assert all(told)
    assert 50 < read < 950


CELLS = ("", " ", "P1", "S", "é", "-", "–", "0,5", "1", "2", "oui", "yes", "\u00a0", "9" * 30, "x" * 200, "code", "A.B")


def _mutate(sheets: dict[str, list[list[str]]], chance: random.Random) -> None:
    rows = sheets[chance.choice(list(sheets))]
    how = chance.choice(("cell", "cell", "cell", "double", "drop", "short", "column", "sheet", "heading"))
    at = chance.randrange(len(rows))
    if how == "cell":
        rows[at][chance.randrange(len(rows[at])) if rows[at] else 0 : 1] = [chance.choice(CELLS)]
    elif how == "double":
        rows.append(list(rows[at]))
    elif how == "drop":
        rows.pop(at)
    elif how == "short":
        rows[at] = rows[at][: chance.randrange(len(rows[at]) + 1)]
    elif how == "column":
        place = chance.randrange(4)
        for row in rows:
            del row[place : place + 1]
    elif how == "sheet" and len(sheets) > 1 and chance.random() < 0.3:
        sheets.pop(chance.choice(list(sheets)))
    elif how == "heading":
        rows.pop(0)
    if not rows:
        rows.append([])


def test_texts_with_flipped_characters_are_refused_or_read(tmp_path: Path) -> None:
    chance = random.Random(7)
    content, told = SECOND.read_bytes(), []
    path = tmp_path / "q.toml"
    for _ in range(300):
        changed = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(len(changed))] = chance.choice(b'"[]=\n #.a1\xe9')
        path.write_bytes(bytes(changed))
        try:
            read_questionnaire_file(path)
        except ExchangeError as refused:
            told.append(str(refused))
    assert all(told)


def test_cut_and_flipped_workbooks_are_refused_or_read(tmp_path: Path) -> None:
    chance = random.Random(11)
    path = write_questionnaire_file(harassment(), tmp_path / "q.xlsx")
    content, told = path.read_bytes(), []
    for number in range(12):
        changed = bytearray(content)
        if number % 3 == 0:
            del changed[chance.randrange(len(changed)) :]
        else:
            for _ in range(20):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
        path.write_bytes(bytes(changed))
        try:
            assert read_questionnaire_file(path) == version_of(book(workbook(harassment())))
        except ExchangeError as refused:
            told.append(str(refused))
    assert all(told)


def test_every_fact_of_the_first_sheet_has_its_place() -> None:
    assert set(FACTS) == {"code", "number", "level", "index_shown", "title", "introduction", "meaning", "attestation"}
