"""The membership list as PDF, against the same words drawn line by line on a bare ReportLab canvas."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.lists import Query, list_ids, list_rows
from oci_desktop.reports import render_report
from oci_desktop.store.database import Database
from tests.benchmarks import data
from tests.benchmarks.figures import Figure, milliseconds

LINES = 70


def bare_canvas(rows: list[tuple[Any, ...]]) -> bytes:
    """Two columns of names in an embedded font, one `drawString` per line, no measuring and no wrapping."""
    import pymupdf_fonts
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    if "BareNoto" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("BareNoto", io.BytesIO(pymupdf_fonts.myfont("notos"))))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), initialFontName="BareNoto", pageCompression=1)
    for start in range(0, len(rows), 2 * LINES):
        canvas.setFont("BareNoto", 8.6)
        for number, (name,) in enumerate(rows[start : start + 2 * LINES]):
            column, line = divmod(number, LINES)
            canvas.drawString(54 + 256 * column, 740 - 10 * line, name)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _peak(database: Database) -> float:
    """The most memory that a process of its own takes for the report, in MB."""
    code = (
        "import sys; from tests.benchmarks.memory import peak; from pathlib import Path\n"
        "from oci_desktop.store.database import Database; from oci_desktop.reports import render_report\n"
        f"database = Database.open({str(database.path)!r}, read_only=True)\n"
        f"render_report(database, 'member-list', {data.DAY!r}, 'fr')\n"
        "print(peak())"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(ended.stdout)


def measure(folder: Path) -> list[Figure]:
    figures = []
    for rows, rounds in ((1_000, 5), (10_000, 3)):
        with data.make_members(folder / f"members-{rows}.ocidb", rows) as database:
            with database.read() as reader:
                members = get_list(reader, "members")
                query = Query(data.DAY)
                names = list_rows(reader, members, query, list_ids(reader, members, query), ["name"])
            assert len(names) == rows

            def ours(database: Database = database) -> None:
                assert render_report(database, "member-list", data.DAY, "fr").startswith(b"%PDF")

            size = f"{rows:,}".replace(",", " ")
            figures.append(
                Figure(
                    f"member list of {size} as PDF",
                    milliseconds(ours, rounds),
                    milliseconds(lambda names=names: bare_canvas(names), rounds),  # type: ignore[misc]
                    most_ratio=2,
                    floor_is="drawString on a bare canvas",
                )
            )
            if rows == 10_000:
                figures.append(Figure(f"member list of {size} as PDF: memory", _peak(database), None, "MB", most=200))
    return figures
