"""Keeps the French complete and well set: `python -m tests.translations update|check`.

    update [--from FILE...]   take every text of the source into fr.po; what FILEs translate fills what is missing
    check                     say what is missing, fuzzy, wrong in its placeholders or in its typography

The source is English, and the French lives in `resources/locale/fr/LC_MESSAGES/oci_desktop.po`. Translations are
written there by hand; `update` keeps them, adds what is new and drops what the source no longer says.
"""

from __future__ import annotations

import argparse
import ast
import re
import string
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"
LOCALE = ROOT / "resources" / "locale"
FRENCH = LOCALE / "fr" / "LC_MESSAGES" / "oci_desktop.po"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "oci_desktop.po"

# What is called with a text to translate -> where the text, its plural and its context stand.
_TEXT, _PLURAL, _IN_CONTEXT = (0, None, None), (0, 1, None), (1, None, 0)
_CALLS = {
    "_": _TEXT,
    "N_": _TEXT,
    "message": _TEXT,
    "Message": _TEXT,
    "ngettext": _PLURAL,
    "plural_message": _PLURAL,
    "pgettext": _IN_CONTEXT,
}
# Those take the sentence itself too; other errors are bugs, said in English in the log.
_ERRORS = re.compile(r"(User|NotFound|Exchange|Storage|NewerFile)Error")
_WORD = re.compile(r"[^\W\d_]")
_NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Found:
    """One text of the source and where it stands."""

    text: str
    plural: str | None
    context: str | None
    file: str
    line: int


def extract(folder: Path = SOURCE) -> tuple[list[Found], list[str]]:
    """Every text that the program can show, in the order of the files, and the calls that hide one."""
    found, hidden = [], []
    for path in sorted(folder.rglob("*.py")):
        place = path.relative_to(folder.parent).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), place)):
            if isinstance(node, ast.Call):
                try:
                    found += _texts_of(node, place)
                except ValueError as error:
                    hidden.append(f"{place}:{node.lineno}: {error}")
    return found, hidden


def _texts_of(call: ast.Call, place: str) -> Iterator[Found]:
    """Raises: ValueError when a text is put together before it is translated."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    where = _CALLS.get(name) or (_TEXT if _ERRORS.fullmatch(name) else None)
    if where is None:
        return
    text_at, plural_at, context_at = where
    text = _literal(call, text_at, name)
    if plural_at is not None and text is None and not place.endswith("/i18n.py"):
        raise ValueError(f"{name}(...) takes its two forms as they are: a marked constant has no plural")
    if text is None or not _needs_translation(text):
        return
    yield Found(
        text,
        None if plural_at is None else _literal(call, plural_at, name),
        None if context_at is None else _literal(call, context_at, name),
        place,
        call.lineno,
    )


def _literal(call: ast.Call, position: int, name: str) -> str | None:
    """The text written there; None where a variable stands, whose text is marked elsewhere."""
    if len(call.args) <= position:
        return None
    given = call.args[position]
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return given.value
    if isinstance(given, (ast.JoinedStr, ast.BinOp)):
        raise ValueError(f"{name}(...) takes one whole text, with its values named in braces")
    return None


def _needs_translation(text: str) -> bool:
    """Texts such as "{a} · {b}" are the same in every language."""
    return bool(_WORD.search(re.sub(r"\{[^}]*\}", "", text))) or any(sign in text for sign in ":;%“")


def template() -> Catalog:
    """The texts of the source, with their files."""
    catalogue = Catalog(project="oci-desktop", charset="utf-8")
    for found in extract()[0]:
        catalogue.add(
            (found.text, found.plural) if found.plural else found.text,
            context=found.context,
            locations=[(found.file, found.line)],
        )
    return catalogue


def update(sources: Sequence[Path] = ()) -> list[str]:
    """Bring fr.po up to date with the source, and fill what is missing from `sources`; says where they disagree."""
    french = _read(FRENCH)
    french.update(template(), no_fuzzy_matching=True)
    for entry in french:
        if entry.id and entry.fuzzy:  # it became plural, or singular: the old words no longer fit
            entry.flags.discard("fuzzy")
            entry.string = ("", "") if entry.pluralizable else ""
    remarks = []
    for source in sources:
        for given in _read(source):
            entry = french.get(given.id, given.context) if given.id else None
            given.string = _well_spaced(given.string)
            if entry is None or not _is_translated(given.string):
                continue
            if bool(entry.pluralizable) != bool(given.pluralizable):
                remarks.append(f"{source.name}: {given.id!r}: singular in one place, plural in the other")
            elif not _is_translated(entry.string):
                entry.string = given.string
            elif entry.string != given.string:
                remarks.append(f"{source.name}: {given.id!r}: {given.string!r} was not taken for {entry.string!r}")
    _write(french)
    return remarks


def _well_spaced(texts: str | Sequence[str]) -> str | tuple[str, ...]:
    """The same with its no-break spaces, which many keyboards do not have."""
    if not isinstance(texts, str):
        return tuple(str(_well_spaced(text)) for text in texts)
    return re.sub(r"«\s?|(?<=\S) ?(?=»)| (?=[:%$])", lambda found: found[0].strip() + _NBSP, texts)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="fr", charset="utf-8")


def _write(catalogue: Catalog) -> None:
    """fr.po sorted by file, without line numbers and dates: only real differences show in its history."""
    for entry in catalogue:
        entry.flags.discard("python-format")
        entry.flags.discard("python-brace-format")
        entry.locations = [(file, 0) for file in sorted({file for file, _ in entry.locations})]
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, omit_header=True, sort_by_file=True, ignore_obsolete=True,
             include_lineno=False)  # fmt: skip
    header = ENGLISH.read_text(encoding="utf-8").strip().replace("Language: en", "Language: fr")
    header = header.replace("plural=(n != 1)", "plural=(n > 1)")
    FRENCH.write_text(f"{header}\n\n{buffer.getvalue().decode('utf-8').strip()}\n", encoding="utf-8", newline="\n")


def check() -> list[str]:
    """What is wrong with the French, one line each; nothing when all is well."""
    french = _read(FRENCH)
    wrong = extract()[1]
    known = set()
    for entry in template():
        if not entry.id:
            continue
        known.add((entry.id, entry.context))
        translated = french.get(entry.id, entry.context)
        shown = entry.id if isinstance(entry.id, str) else entry.id[0]
        place = entry.locations[0][0]
        if translated is None or not _is_translated(translated.string) or translated.id != entry.id:
            wrong.append(f"{place}: {shown!r} has no French")
            continue
        if translated.fuzzy:
            wrong.append(f"{place}: {shown!r} is fuzzy")
        wrong += [f"{place}: {shown!r}: {remark}" for remark in _remarks(entry.id, translated.string)]
    for entry in french:
        if entry.id and (entry.id, entry.context) not in known:
            wrong.append(f"fr.po: {entry.id!r} is no longer in the source")
    return wrong


def _is_translated(texts: str | Sequence[str]) -> bool:
    return bool(texts) if isinstance(texts, str) else bool(texts) and all(texts)


def _remarks(source: str | Sequence[str], french: str | Sequence[str]) -> Iterator[str]:
    originals = (source,) if isinstance(source, str) else source
    texts = (french,) if isinstance(french, str) else french
    wanted = [_placeholders(text) for text in originals]
    for number, text in enumerate(texts):
        has = _placeholders(text)
        # « un membre » may stand for "{n} member".
        least = wanted[-1] - ({"n", "count"} if len(originals) > 1 and number == 0 else set())
        if not least <= has <= set().union(*wanted):
            yield f"its placeholders are {sorted(has)} in {text!r}"
        original = originals[min(number, len(originals) - 1)]
        if original.count(" ") >= 2 and _ending(text) != _ending(original):
            yield f"it ends otherwise than the English in {text!r}"
        yield from typography(text)


def _placeholders(text: str) -> set[str]:
    try:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
    except ValueError:
        return {"(a brace that is not closed)"}


def _ending(text: str) -> str:
    """The sign that both languages end with."""
    return text[-1] if text[-1:] in tuple(".:…?! ") else ""


_RULES = (
    (re.compile("'"), "a straight apostrophe"),
    (re.compile('["“”]'), "quotation marks other than « »"),
    (re.compile(rf"(?<!{_NBSP}):(?=\s|$)"), "no no-break space before :"),
    (re.compile(rf"(?<!{_NBSP})%(?=[\s.,)]|$)"), "no no-break space before %"),
    (re.compile(rf"(?<=[\d}}])[^{_NBSP}]?\$"), "no no-break space before $"),
    (re.compile(rf"«(?!{_NBSP})"), "no no-break space after «"),
    (re.compile(rf"(?<!{_NBSP})»"), "no no-break space before »"),
    (re.compile(r"[\s\u00a0\u202f][;?!]"), "a space before ; ? or !"),
    (re.compile("\u202f"), "a narrow space, which some fonts lack"),
    (re.compile(r"\.\.\."), "three dots instead of …"),
    (re.compile(r"(?<=\S)  +(?=\S)"), "two spaces"),
)


def typography(text: str) -> Iterator[str]:
    """What is wrong with a French text by the usages of Quebec, in words."""
    for rule, remark in _RULES:
        if rule.search(text):
            yield f"{remark} in {text!r}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.translations", description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    updating = commands.add_parser("update", help="bring fr.po up to date with the source")
    updating.add_argument("--from", dest="sources", nargs="+", type=Path, default=[], metavar="FILE")
    commands.add_parser("check", help="fail when the French is not complete and well set")
    given = parser.parse_args(arguments)
    remarks = update(given.sources) if given.command == "update" else []
    wrong = check()
    sys.stdout.writelines(f"{line}\n" for line in (*remarks, *wrong, f"{len(wrong)} to mend in fr.po"))
    return 1 if wrong and given.command == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
