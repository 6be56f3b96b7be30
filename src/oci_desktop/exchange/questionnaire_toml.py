"""A questionnaire as plain text (TOML), the form in which the example ships: strict, and plain about what is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from oci_desktop.errors import ExchangeError, Problem
from oci_desktop.exchange.files import read_file
from oci_desktop.exchange.questionnaire_problems import FileProblem, checked
from oci_desktop.i18n import N_, message
from oci_desktop.model.questionnaire import Item, Principle, Profile, ScaleChoice, Signatory, VersionDraft

MOST_BYTES = 2 * 1024 * 1024

_VERSION = {
    "code": str, "number": str, "level": str, "index_shown": bool, "title_fr": str, "title_en": str,
    "introduction_fr": str, "introduction_en": str, "attestation_fr": str, "attestation_en": str,
    "meaning_fr": str, "meaning_en": str, "scale": list, "profiles": list, "signatories": list, "principles": list,
}  # fmt: skip
_SCALE = {"code": str, "label_fr": str, "label_en": str, "weight": float, "not_counted": bool, "reason_required": bool}
_PROFILE = {"code": str, "name_fr": str, "name_en": str}
_SIGNATORY = {"title_fr": str, "title_en": str}
_PRINCIPLE = {"code": str, "title_fr": str, "title_en": str, "help_fr": str, "help_en": str, "items": list}
_ITEM = {
    "code": str, "text_fr": str, "text_en": str, "help_fr": str, "help_en": str, "evidence_fr": str,
    "evidence_en": str, "weight": int, "profile": str,
}  # fmt: skip

_KINDS = {
    str: N_("a text between quotation marks is expected"),
    int: N_("a whole number is expected"),
    float: N_("a number is expected"),
    bool: N_("true or false is expected"),
    list: N_("a list of tables is expected"),
}


def read_toml(path: Path) -> VersionDraft:
    """Raises: QuestionnaireFileError, ExchangeError."""
    data = read_file(path, MOST_BYTES)
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ExchangeError(N_("“{name}” is not a text in UTF-8."), name=path.name) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ExchangeError(
            N_("“{name}” cannot be understood as TOML: {reason}"), name=path.name, reason=str(error)
        ) from None
    reading = _Reading()
    draft = reading.version(content)
    return checked(draft, reading.problems, _locate)


def _locate(problem: Problem) -> FileProblem:
    """`principles.0.items.2.code` → « principles 1, items 3 », “code”; people count from one."""
    *way, key = problem.field.split(".")
    place = " ".join(f"{int(step) + 1}," if step.isdigit() else step for step in way).rstrip(",")
    return FileProblem(problem.message, place, None, key) if place else FileProblem(problem.message, "", None, key)


class _Reading:
    """Goes through the tables and gathers what does not fit."""

    def __init__(self) -> None:
        self.problems: list[FileProblem] = []

    def version(self, content: Mapping[str, Any]) -> VersionDraft:
        found = self._table("", content, _VERSION)
        return VersionDraft(
            **{
                **found,
                "index_shown": int(found.get("index_shown", False)),
                "scale": self._list("scale", found, self._choice),
                "profiles": self._list("profiles", found, lambda at, one: Profile(**self._named(at, one, _PROFILE))),
                "signatories": self._list(
                    "signatories",
                    found,
                    lambda at, one: Signatory(**{"title_fr": "", **self._table(at, one, _SIGNATORY)}),
                ),
                "principles": self._list("principles", found, self._principle),
            }
        )

    def _principle(self, at: str, content: Mapping[str, Any]) -> Principle:
        found = self._named(at, content, _PRINCIPLE)
        items = self._list(
            f"{at}, items" if at else "items", found, lambda place, one: Item(**self._named(place, one, _ITEM)), "items"
        )
        return Principle(**{**found, "items": items})

    def _choice(self, at: str, content: Mapping[str, Any]) -> ScaleChoice:
        found = self._named(at, content, _SCALE)
        not_counted = found.pop("not_counted", False)
        weight = found.pop("weight", None)
        if not_counted == (weight is not None):
            self._say(at, "weight", N_("say how much the answer counts (weight = 0 to 1), or not_counted = true"))
        hundredths = None if weight is None else round(weight * 100)
        if weight is not None and abs(hundredths - weight * 100) > 1e-6:
            self._say(at, "weight", N_("two decimals at most"))
        return ScaleChoice(
            **{**found, "weight": hundredths, "reason_required": int(found.get("reason_required", False))}
        )

    def _list(self, at: str, found: Mapping[str, Any], make: Any, key: str | None = None) -> tuple[Any, ...]:
        made = []
        for place, content in enumerate(found.get(key or at, ()), start=1):
            where = f"{at} {place}"
            if not isinstance(content, dict):
                self._say(where, "", _KINDS[list])
                continue
            made.append(make(where, content))
        return tuple(made)

    def _named(self, at: str, content: Mapping[str, Any], known: Mapping[str, type]) -> dict[str, Any]:
        """A table whose identifier and French text may be missing: the rules say so, at their place."""
        blank = {
            key: ""
            for key in known
            if key == "code" or (key.endswith("_fr") and key[:4] in ("titl", "name", "labe", "text"))
        }
        return {**blank, **self._table(at, content, known)}

    def _table(self, at: str, content: Mapping[str, Any], known: Mapping[str, type]) -> dict[str, Any]:
        """The values that fit; what is unknown or of another kind is a problem."""
        found = {}
        for key, value in content.items():
            kind = known.get(key)
            if kind is None:
                self.problems.append(
                    FileProblem(
                        message(N_("this key is not known; the keys here are {keys}."), keys=", ".join(known)),
                        at,
                        None,
                        key,
                    )
                )
            elif not _fits(value, kind):
                self._say(at, key, _KINDS[kind])
            else:
                found[key] = value
        return found

    def _say(self, at: str, key: str, sentence: str) -> None:
        self.problems.append(FileProblem(message(sentence), at, None, key))


def _fits(value: Any, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**6
    return isinstance(value, kind)


# --- and back


def toml_bytes(version: VersionDraft) -> bytes:
    """The version as the text that `read_toml` reads to the same draft."""
    import tomlkit

    document = tomlkit.document()
    for key in ("code", "number", "level"):
        document[key] = getattr(version, key)
    document["index_shown"] = bool(version.index_shown)
    for key in _VERSION:
        if key.endswith(("_fr", "_en")):
            _put(document, key, getattr(version, key))
    _append(document, "scale", [_choice_table(one) for one in version.scale])
    _append(document, "profiles", [_plain(one, _PROFILE) for one in version.profiles])
    _append(document, "signatories", [_plain(one, _SIGNATORY) for one in version.signatories])
    principles = tomlkit.aot()
    for principle in version.principles:
        table = _plain(principle, {key: kind for key, kind in _PRINCIPLE.items() if key != "items"})
        _append(table, "items", [_plain(item, _ITEM) for item in principle.items])
        principles.append(table)
    if version.principles:
        document["principles"] = principles
    return tomlkit.dumps(document).encode("utf-8")


def _append(table: Any, key: str, tables: Sequence[Any]) -> None:
    import tomlkit

    if not tables:
        return
    listed = tomlkit.aot()
    for one in tables:
        listed.append(one)
    table[key] = listed


def _plain(thing: Any, keys: Mapping[str, type]) -> Any:
    import tomlkit

    table = tomlkit.table()
    for key in keys:
        value = getattr(thing, key)
        if not (key == "weight" and value == 1):
            _put(table, key, value)
    return table


def _choice_table(choice: ScaleChoice) -> Any:
    import tomlkit

    table = tomlkit.table()
    for key in ("code", "label_fr", "label_en"):
        _put(table, key, getattr(choice, key))
    if choice.weight is None:
        table["not_counted"] = True
    else:
        table["weight"] = choice.weight // 100 if choice.weight % 100 == 0 else choice.weight / 100
    if choice.reason_required:
        table["reason_required"] = True
    return table


def _put(table: Any, key: str, value: Any) -> None:
    import tomlkit

    if isinstance(value, str) and "\n" in value:
        table[key] = tomlkit.string(value, multiline=True)
    elif value is not None:
        table[key] = value
