"""A thousand damaged forms of each kind: refused with a sentence or read right, never a crash nor another's form."""

from __future__ import annotations

import pytest

from tests.exchange.form_mutations import originals, run


@pytest.mark.parametrize("kind", ["pdf", "own pdf", "xlsx", "xlsx inside"])
def test_a_thousand_damaged_forms_are_refused_or_read_right(kind: str) -> None:
    counted = run(kind, originals()[kind], 1000, seed=3)
    assert sum(counted.values()) == 1000
    assert "refused without a sentence" not in counted
    assert counted["refused"] > 50
    assert counted["read with a changed letter"] < 150
