"""Whatever a file holds, an import ends in a result or in a sentence, and a dry run in no change."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oci_desktop.errors import ExchangeError
from oci_desktop.exchange.frame import import_file
from oci_desktop.exchange.importers import IMPORTERS
from oci_desktop.store.database import Database
from tests.exchange.conftest import actions
from tests.factories import add_member, add_organisation, add_person, add_role

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "", " ", "Alpha", "alpha", "AL", "Bêta", "Camille Exemple", "Exemple, Camille", "1", "-1", "oui", "non",
            "regular", "Sympathisant", "2015", "2015-01-01", "31/02/2015", "01/04/2017", "Estrie", "06", "fr", "=1+1",
            "'=1",
            "a@example.org", "514 871-1086", "H2L 1L3", "direction", "\u00a0", "\ufffd", "٣", "1e9", "9" * 20,
        ]
    ),
)  # fmt: skip


def tables(keys: tuple[str, ...]) -> Any:
    headings = st.lists(st.sampled_from(keys), min_size=1, max_size=6, unique=True)
    return headings.flatmap(
        lambda given: st.tuples(
            st.just(given), st.lists(st.lists(CELLS, min_size=len(given), max_size=len(given)), max_size=6)
        )
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_table_is_judged_and_what_was_judged_good_is_written(database: Database, tmp_path: Path, data: Any) -> None:
    if not actions(database):
        alpha = add_member(database, "Alpha", "2015-01-01", acronym="AL", email="a@example.org")
        add_organisation(database, "Bêta")
        add_role(database, add_person(database), alpha)
    importer = data.draw(st.sampled_from(IMPORTERS))
    keys = tuple(
        dict.fromkeys((*importer.keys, *importer.written, "id", "is_self", "organisation", "organisation_ref"))
    )
    known = tuple(key for key in keys if key not in ("is_self",) or importer.name == "organisations")
    headings, rows = data.draw(tables(known))
    out = io.StringIO(newline="")
    csv.writer(out).writerows([headings, *rows])
    path = tmp_path / "fuzz.csv"
    path.write_bytes(out.getvalue().encode("utf-8", errors="surrogatepass"))
    before = actions(database)
    try:
        rehearsed = import_file(database, importer, path, dry_run=True)
    except ExchangeError:
        return
    assert actions(database) == before
    result = import_file(database, importer, path)
    assert result.refused == rehearsed.refused
    assert [row.status for row in result] == [row.status for row in rehearsed]
    if result.refused:
        assert actions(database) == before
        return
    again = import_file(database, importer, path)
    assert again.created == 0 or importer.name == "people"  # two namesakes of a file are told apart by e-mail only
