"""The network's portrait: five campaigns of 5 000 members, all or most of whom share 45 answers; one bare count."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

from oci_desktop.i18n import message
from oci_desktop.queries.portrait import network_portrait, portraits
from oci_desktop.store.database import Database
from tests.assessments import SCALE, add_campaign, published, version
from tests.benchmarks.figures import Figure, milliseconds

CAMPAIGNS, MEMBERS = 5, 5_000
DAY = "2030-01-01"
KEEP_THEIRS = (0.0, 0.1, 0.4)
"""The shares of members that keep their answers to themselves."""


def make(path: Path, members: int = MEMBERS, *, keep_theirs: float = 0.0) -> Database:
    """A file with that many organisations in each of five campaigns; the rows are put in past the journal.

    Of who does not agree to share, here and there in each campaign, no answer is kept.
    """
    with Database.create(path, user="Alix Exemple") as database, database.write(message("Set up")) as write:
        of = published(write, version(principles=5, items=9), "2020-01-01")
        for year in range(2020, 2020 + CAMPAIGNS):
            add_campaign(write, year, of, "B")
    dice = random.Random(2026)
    codes = [choice.code for choice in SCALE]
    with sqlite3.connect(path) as raw:
        first = raw.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM organisation").fetchone()[0]
        raw.executemany(
            "INSERT INTO organisation (id, ref, kind, search_norm) VALUES (?, ?, 'ngo', '')",
            ((first + number, f"o{number}") for number in range(members)),
        )
        items = [row[0] for row in raw.execute("SELECT id FROM questionnaire_item")]
        for (campaign,) in raw.execute("SELECT id FROM campaign").fetchall():
            raw.executemany(
                "INSERT INTO self_assessment (ref, campaign_id, organisation_id, consent_on) VALUES (?, ?, ?, ?)",
                ((f"s{campaign}-{n}", campaign, first + n, "2020-03-01") for n in range(members)),
            )
        for (one,) in raw.execute("SELECT id FROM self_assessment").fetchall():
            if dice.random() < keep_theirs:
                raw.execute("UPDATE self_assessment SET consent_on = NULL WHERE id = ?", (one,))
                continue
            raw.executemany(
                "INSERT INTO answer (self_assessment_id, questionnaire_item_id, choice, comment) VALUES (?, ?, ?, ?)",
                ((one, item, dice.choice(codes), "Un mot sur l’état des lieux.") for item in items),
            )
        raw.execute("ANALYZE")
    raw.close()
    return Database.open(path, read_only=True)


def measure(folder: Path) -> list[Figure]:
    return [figure for share in KEEP_THEIRS for figure in _of(folder / f"portrait-{share:.0%}.ocidb", share)]


def _of(path: Path, keep_theirs: float) -> list[Figure]:
    with make(path, keep_theirs=keep_theirs) as database, database.read() as reader:
        campaign = int(reader.value("SELECT id FROM campaign WHERE code = '2022'"))

        def bare() -> None:
            reader.rows("SELECT COUNT(*) FROM answer WHERE choice = 'in_place'")

        def one() -> None:
            assert 0.5 * MEMBERS < network_portrait(reader, campaign).members <= MEMBERS

        def all_of_them() -> None:
            assert len(portraits(reader, DAY)) == CAMPAIGNS

        floor = milliseconds(bare, 3)
        of = f"{CAMPAIGNS} campaigns of {MEMBERS:,}, {keep_theirs:.0%} not sharing".replace(",", " ", 1)
        return [
            Figure(f"portrait of one of {of}", milliseconds(one, 5), floor, most=200, floor_is="counting one answer"),
            Figure(f"portraits of {of}", milliseconds(all_of_them, 3), floor, most=200),
        ]
