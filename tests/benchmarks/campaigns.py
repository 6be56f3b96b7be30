"""Opening a campaign, its summary, what the first page says of it, and the conditions of all members on a day."""

from __future__ import annotations

import random
from pathlib import Path

from oci_desktop.i18n import message
from oci_desktop.model import schema
from oci_desktop.queries.campaigns import campaign_summary, find_campaign, members_to_address
from oci_desktop.queries.definitions import get_list
from oci_desktop.queries.home_assessments import self_assessments_to_do
from oci_desktop.queries.lists import Query, list_ids, list_rows
from oci_desktop.queries.standing import conditions_for
from oci_desktop.services.campaigns import address, record_step, save_campaign
from oci_desktop.store.database import Database
from tests.assessment_factories import add_version, campaign
from tests.benchmarks.data import bare, make_members
from tests.benchmarks.figures import Figure, milliseconds

DAY = "2019-11-20"
CODES = ("2015", "2016", "2017", "2018", "2019")
PAGE = 100

_FLOOR = (
    "SELECT sa.id, s.step FROM self_assessment sa LEFT JOIN self_assessment_step s ON s.id ="
    " (SELECT x.id FROM self_assessment_step x WHERE x.self_assessment_id = sa.id"
    " AND x.happened_on <= ? ORDER BY x.happened_on DESC, x.id DESC LIMIT 1) WHERE sa.campaign_id ="
    " (SELECT MAX(id) FROM campaign)"
)


def measure(folder: Path) -> list[Figure]:
    """Figures for 67, 5 000 and 10 000 members over five campaigns."""
    figures = []
    for members, most in ((67, 60.0), (5_000, 200.0)):
        path = folder / f"campaigns-{members}.ocidb"
        with make(path, members) as database:
            figures += _opening(database, path, members, most)
    path = folder / "campaigns-10000.ocidb"
    with make(path, 10_000) as database:
        figures += _conditions(database, path)
    return figures


def make(path: Path, members: int) -> Database:
    """A file with that many members; of each campaign most are valid, some late, some under way."""
    database = make_members(path, members)
    version_id = add_version(database)
    chance = random.Random(3)
    for code in CODES:
        with database.write(message("Campaign")) as write:
            campaign_id = save_campaign(write, campaign(version_id, code))
            ids = address(write, campaign_id, members_to_address(write, DAY))
            valid = [one for one in ids if chance.random() < 0.8]
            received = [one for one in set(ids).difference(valid) if chance.random() < 0.3]
            record_step(write, ids, "sent", f"{code}-09-02")
            record_step(write, valid, "valid", f"{code}-10-01")
            record_step(write, received, "received", f"{code}-10-05")
    with database.write(message("Dispenses")) as write:
        for organisation_id in members_to_address(write, DAY)[::20]:
            write.insert(
                schema.exemption,
                {
                    "ref": f"dispense-{organisation_id}", "organisation_id": organisation_id,
                    "condition": "self_assessment", "decided_by": "CA", "starts_on": "2019-06-01",
                },
            )  # fmt: skip
    return database


def _opening(database: Database, path: Path, members: int, most: float) -> list[Figure]:
    raw = bare(path)
    size = f"{members:,}".replace(",", " ")
    with database.read() as reader:
        found = find_campaign(reader, None, DAY)
        assert found.id is not None
        definition = get_list(reader, "campaign")
        shown = [column.key for column in definition.columns if column.shown]

        def open_it() -> None:
            query = Query(DAY, (("campaign", (found.code,)),))
            ids = list_ids(reader, definition, query)
            list_rows(reader, definition, query, ids[:PAGE], shown)
            assert found.id is not None
            assert campaign_summary(reader, found.id, DAY).total == len(ids) == members

        def bare_steps() -> None:
            raw.execute(_FLOOR, (DAY,)).fetchall()

        return [
            Figure(
                f"open a campaign of {size}: order, first page, counts",
                milliseconds(open_it),
                milliseconds(bare_steps),
                most=most,
                floor_is="the last step of each, by hand",
            ),
            Figure(
                f"what the first page says of a campaign of {size}",
                milliseconds(lambda: self_assessments_to_do(reader, DAY)),
                milliseconds(bare_steps),
                most=most,
                floor_is="the last step of each, by hand",
            ),
        ]


def _conditions(database: Database, path: Path) -> list[Figure]:
    raw = bare(path)
    with database.read() as reader:

        def judge() -> None:
            assert len(conditions_for(reader, DAY)) == 10_000

        return [
            Figure(
                "the conditions of 10 000 members on a day",
                milliseconds(judge),
                milliseconds(lambda: raw.execute(_FLOOR, (DAY,)).fetchall()),
                most=150,
                floor_is="the last step of each, by hand",
            )
        ]
