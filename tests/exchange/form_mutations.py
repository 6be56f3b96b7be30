"""`python -m tests.exchange.form_mutations [--times N] [--seed S]`: damaged forms must be refused or read right.

Each file has a few bytes changed, a part taken away, doubled or blanked, or its end cut. Never a crash, never a hang,
never another member's identity, never an invented answer without a remark.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import zipfile
from collections import Counter

from oci_desktop.errors import UserError
from oci_desktop.exchange.form_child import answer, from_plain
from oci_desktop.exchange.form_xlsx import form_workbook
from oci_desktop.reports.kit.acroform import form_pdf
from tests.filled_forms import edit_zip, fill_pdf, fill_xlsx
from tests.form_examples import PRINTING, example

SPEC = example(sections=1, items=3)
VALUES = {
    "item.1.1.answer": "partly",
    "item.1.1.comment": "L’œuvre est « en cours ».\nEncore.",
    "item.1.3.answer": "not_applicable",
    "consent": "yes",
}
SLOWEST = 5.0
"""Seconds for one file."""


def originals() -> dict[str, bytes]:
    """One filled form of each kind: a PDF as it went out with values, one saved again by a reader, a workbook."""
    xlsx = fill_xlsx(form_workbook(SPEC), VALUES)
    return {
        "pdf": fill_pdf(form_pdf(SPEC, PRINTING), VALUES),
        "own pdf": form_pdf(example(sections=1, items=3, values=VALUES), PRINTING),
        "xlsx": xlsx,
        "xlsx inside": xlsx,
    }


def mutated(data: bytes, chance: random.Random) -> tuple[str, bytes]:
    """The kind of damage, and the file with it."""
    kind = chance.choice(("bytes", "bytes", "bytes", "part gone", "part doubled", "part blank", "cut", "digits"))
    changed = bytearray(data)
    at = chance.randrange(len(data))
    length = min(len(data) - at, int(2 ** chance.uniform(0, 12)))
    if kind == "bytes":
        for _time in range(chance.choice((1, 1, 3, 20))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    elif kind == "part gone":
        del changed[at : at + length]
    elif kind == "part doubled":
        changed[at:at] = changed[at : at + length]
    elif kind == "part blank":
        changed[at : at + length] = bytes([chance.choice((0, 32, 255))]) * length
    elif kind == "cut":
        del changed[at:]
    else:
        places = [place for place in range(len(changed)) if 48 <= changed[place] <= 57]
        for _time in range(chance.choice((1, 5))):
            changed[chance.choice(places)] = chance.randrange(48, 58)
    return kind, bytes(changed)


def mutated_inside(xlsx: bytes, chance: random.Random) -> tuple[str, bytes]:
    """A workbook whose check sums are right, one of its parts being damaged before it was packed."""
    with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
        victim = chance.choice(
            [name for name in archive.namelist() if "sheet" in name or "Strings" in name or "book" in name]
        )
        kind, content = mutated(archive.read(victim), chance)
    return kind, edit_zip(xlsx, lambda name, old: content if name == victim else old)


def outcome(data: bytes, kind: str, damage: str) -> str:
    """What became of a damaged file. Raises: AssertionError when it is neither refused nor read right."""
    begun = time.perf_counter()
    found = answer(data)
    assert time.perf_counter() - begun < SLOWEST
    try:
        reading = from_plain(found)
    except UserError as error:
        return "refused" if len(str(error)) > 15 else "refused without a sentence"
    assert reading.identity in (None, SPEC.identity)
    wanted = {name: VALUES.get(name, "") for name in SPEC.fields}
    if dict(reading.values) == wanted and reading.identity:
        return "read whole"
    if reading.remarks or not reading.identity:
        return "read with remarks"
    if reading.source == "scan":
        return "read as paper"  # its fields are gone, its properties are not
    assert damage != "cut"
    # What is written in plain letters can be changed without anybody noticing, by hand as by chance: byte for byte.
    assert kind != "xlsx", "a workbook has check sums"
    different = {name for name in wanted if reading.values.get(name) != wanted[name]}
    assert set(reading.values) == set(wanted)
    assert len(different) <= 5, different
    return "read with a changed letter"


def run(kind: str, data: bytes, times: int, seed: int) -> Counter[str]:
    """So many damaged files, one after the other."""
    chance = random.Random(f"{seed} {kind}")
    counted: Counter[str] = Counter()
    for number in range(times):
        damage, changed = (mutated_inside if kind == "xlsx inside" else mutated)(data, chance)
        try:
            counted[outcome(changed, kind, damage)] += 1
        except BaseException as error:
            raise AssertionError(f"{kind} number {number} of seed {seed}, {damage}: {error!r}") from error
    return counted


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.exchange.form_mutations", description=__doc__)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for kind, data in originals().items():
        begun = time.perf_counter()
        counted = run(kind, data, given.times, given.seed)
        sys.stdout.write(f"{kind}: {dict(counted)} in {time.perf_counter() - begun:.1f} s\n")


if __name__ == "__main__":
    main()
