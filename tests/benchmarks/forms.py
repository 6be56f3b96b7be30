"""Sixty-seven fillable forms of 45 questions made, and read back, as PDF and as workbooks."""

from __future__ import annotations

from pathlib import Path

from oci_desktop.exchange.form_reading import read_forms
from oci_desktop.exchange.form_xlsx import form_workbook
from oci_desktop.model.form import FormReading
from oci_desktop.reports.kit import acroform
from tests.benchmarks.figures import Figure, milliseconds
from tests.filled_forms import fill_pdf, fill_xlsx
from tests.form_examples import FILLED, PRINTING, example

MEMBERS = 67


def measure(folder: Path) -> list[Figure]:
    answers = {f"item.{s}.{i}.answer": "partly" for s in range(1, 6) for i in range(1, 10)}
    comments = {f"item.{s}.{i}.comment": "L’œuvre est à l’étude. " * 8 for s in range(1, 6) for i in range(1, 10)}
    values = {**comments, **answers, **FILLED}
    blank = [example(f"Membre {number} de l’œuvre") for number in range(MEMBERS)]
    carried = [example(f"Membre {number}", values=values) for number in range(MEMBERS)]

    def made(specs: list[object], count: int = MEMBERS) -> None:
        acroform._template.cache_clear()
        assert sum(1 for _pdf in acroform.form_pdfs(specs, PRINTING)) == count  # type: ignore[arg-type]

    files = folder / "forms"
    files.mkdir(exist_ok=True)
    pdf, xlsx = fill_pdf(acroform.form_pdf(blank[0], PRINTING), values), fill_xlsx(form_workbook(blank[0]), values)
    for number in range(MEMBERS):
        (files / f"{number}.pdf").write_bytes(pdf)
        (files / f"{number}.xlsx").write_bytes(xlsx)

    def read(kind: str) -> None:
        found = [one for _path, one in read_forms(sorted(files.glob(f"*.{kind}")))]
        assert len(found) == MEMBERS
        assert all(isinstance(one, FormReading) and one.values["item.1.1.answer"] == "partly" for one in found)

    return [
        Figure(f"{MEMBERS} fillable PDFs of 45 questions", milliseconds(lambda: made(blank), 3), None, most=6000),
        Figure(f"{MEMBERS} of them with values", milliseconds(lambda: made(carried), 3), None, most=6000),
        Figure(
            f"{MEMBERS} forms as workbooks",
            milliseconds(lambda: [form_workbook(spec) for spec in blank], 3),
            None,
            most=6000,
        ),
        Figure(f"{MEMBERS} filled PDFs read back", milliseconds(lambda: read("pdf"), 3), None, most=3000),
        Figure(f"{MEMBERS} filled workbooks read back", milliseconds(lambda: read("xlsx"), 3), None, most=3000),
        Figure("one fillable PDF", len(acroform.form_pdf(blank[0], PRINTING)) / 1000, None, "kB", most=400),
    ]
