"""`report … --out F.docx`: a Word document where the report has one, a sentence where it has none."""

from __future__ import annotations

from pathlib import Path

import docx
import pypdf

from tests.cli.conftest import Run


def test_reminders_come_as_pdf_and_as_word(demo: Path, run: Run, tmp_path: Path) -> None:
    words = ("report", "reminder-letters", "--as-of", "2026-11-21", "--set", "who=all")
    assert run(*words, "--out", tmp_path / "rappels.pdf").code == 0
    assert run(*words, "--out", tmp_path / "rappels.docx").code == 0
    letters = len(docx.Document(str(tmp_path / "rappels.docx")).sections)
    assert letters == len(pypdf.PdfReader(tmp_path / "rappels.pdf").pages) > 1


def test_a_report_without_a_word_document_says_which_have_one(demo: Path, run: Run, tmp_path: Path) -> None:
    ran = run("report", "contacts", "--out", tmp_path / "x.docx")
    assert ran.code == 1
    assert "reminder-letters" in ran.err
    assert not (tmp_path / "x.docx").exists()


def test_the_member_list_is_reworked_in_word(demo: Path, run: Run, tmp_path: Path) -> None:
    assert run("report", "member-list", "--as-of", "2018-03-31", "--out", tmp_path / "membres.docx").code == 0
    made = docx.Document(str(tmp_path / "membres.docx"))
    assert len([one for one in made.paragraphs if one.style.name == "List"]) == 67
