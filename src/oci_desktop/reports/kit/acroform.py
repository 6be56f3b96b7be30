"""A form as a PDF that can be filled in: the same pages for every member, and each one's identity and values.

The pages are drawn once; a copy for one member adds its identity, what is filled in already, and nothing else.
Values that went out show in any reader, because they are drawn here with an embedded font; readers are therefore
not asked to draw them again (no `NeedAppearances`), which would also make them ask to save what nobody changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from oci_desktop.formats import with_colon
from oci_desktop.i18n import in_language
from oci_desktop.model.form import (
    CHECKED,
    IDENTITY_FIELD,
    NAMES_FIELD,
    PAGES_PROPERTY,
    PROPERTY,
    FormIdentity,
    FormSpec,
    names_check,
)
from oci_desktop.reports.frame import Printing
from oci_desktop.reports.kit.fonts import Style
from oci_desktop.reports.kit.form_file import Parts, Shared, name_object, pack, read_objects, text_string
from oci_desktop.reports.kit.form_font import NAME, ValueFonts, add_main_font, literal, stream
from oci_desktop.reports.kit.form_marks import Place, Sizes, circle
from oci_desktop.reports.kit.form_sheet import IDENTITY, SUBTITLE, FormSheet, identity_line, subtitle_lines
from oci_desktop.reports.kit.lines import wrap
from oci_desktop.reports.kit.pen import baseline
from oci_desktop.reports.kit.sheet import MARGIN

Progress = Callable[[int, int], None]

_RADIO, _LIST = 1 << 15, 1 << 17
_MULTILINE = 1 << 12
_LONGEST_TIP = 70
_INK = "0.122 0.141 0.157"
_ACCENT = "0.059 0.420 0.420"
_PADDING = 2.5


def form_pdf(spec: FormSpec, printing: Printing, base: float = 9.0) -> bytes:
    """The fillable PDF of one form. `base` is the size of its text in points: 13 prints large."""
    with in_language(spec.lang):
        sizes = Sizes(base)
        lines = subtitle_lines(spec.subtitle, printing.widths[1 if printing.landscape else 0], sizes)
        return _template(_skeleton(spec), printing, len(lines), base, spec.lang).copy(spec, lines)


def form_pdfs(
    specs: Sequence[FormSpec], printing: Printing, progress: Progress | None = None, base: float = 9.0
) -> Iterator[bytes]:
    """The forms of many members, one after the other; `progress` may stop between two of them."""
    for done, spec in enumerate(specs, start=1):
        yield form_pdf(spec, printing, base)
        if progress:
            progress(done, len(specs))


def _skeleton(spec: FormSpec) -> FormSpec:
    """The form without anything that is one member's."""
    sections = tuple(
        replace(
            section,
            rows=tuple(
                replace(row, fields=tuple(one if one.value is None else replace(one, value=None) for one in row.fields))
                if any(one.value is not None for one in row.fields)
                else row
                for row in section.rows
            ),
        )
        for section in spec.sections
    )
    return replace(spec, subtitle="", identity=FormIdentity(spec.identity.kind, "", ""), sections=sections)


@lru_cache(maxsize=8)
def _template(skeleton: FormSpec, printing: Printing, subtitle: int, base: float, lang: str) -> _Template:
    return _Template(skeleton, printing, subtitle, Sizes(base))


@dataclass(frozen=True)
class _Held:
    """One field as the shared part holds it: the dictionary without value, and its widgets' (number, dictionary)."""

    number: int
    body: bytes
    places: tuple[Place, ...]
    kids: tuple[tuple[int, bytes], ...] = ()


class _Template:
    """The pages and the empty fields, ready to be copied for each member."""

    def __init__(self, spec: FormSpec, printing: Printing, subtitle: int, sizes: Sizes) -> None:
        assert spec.fields is not None  # names that cannot be are refused before anything is drawn
        self.sizes = sizes
        sheet = FormSheet(spec, printing, subtitle, sizes)
        drawn = sheet.finish()
        self.size, self.width = sheet.size, sheet.width
        self.subtitle_top, self.identity_top = sheet.subtitle_top, sheet.identity_top
        objects, root, self.info = read_objects(drawn)
        self._info_body = objects.pop(self.info)
        pages = [number for number, body in objects.items() if re.search(rb"/Type /Page\b(?!s)", body)]
        self.pages = len(pages)
        self.stamps = {name: _form_number(objects, name) for name in (IDENTITY, SUBTITLE)}
        for number in filter(None, self.stamps.values()):
            del objects[number]
        parts = Parts(max([*objects, self.info, root, *filter(None, self.stamps.values())]) + 1)
        self.font = add_main_font(parts.add)
        self.form, self.hidden = parts.reserve(), parts.reserve()
        dots = _Dots(sizes.radio, parts)
        fields = Parts(parts.size)
        self.held: dict[str, _Held] = {}
        tree = _Tree(fields)
        annotations: dict[int, list[int]] = {}
        alone: list[int] = []
        by_name: dict[str, list[Place]] = {}
        for place in sheet.places:
            by_name.setdefault(place.field.name, []).append(place)
        kids: dict[int, bytes] = {}
        for name, places in by_name.items():
            parent, leaf = tree.branch(name)
            held = self._held(parent, leaf, tuple(places), fields, kids, pages, dots)
            self.held[name] = held
            (tree.kids[parent] if parent else alone).append(held.number)
            numbers = [number for number, _body in held.kids] or [held.number]
            for place, number in zip(places, numbers, strict=True):
                annotations.setdefault(place.page, []).append(number)
        top = [*tree.finish(), *alone]
        check = literal(names_check(by_name).encode())
        names = fields.add(b"<</FT/Tx/T%s/Ff 1/V%s>>" % (text_string(NAMES_FIELD.split(".")[1]), check))
        group = fields.add(b"<</T(oci)/Kids[%d 0 R %d 0 R]>>" % (self.hidden, names))
        fields.objects[names] = fields.objects[names][:-2] + b"/Parent %d 0 R>>" % group
        self._group, self.top = group, [*top, group]
        for place_number, page in enumerate(pages, start=1):
            if found := annotations.get(place_number):
                refs = b" ".join(b"%d 0 R" % number for number in found)
                objects[page] = b"<</Annots[" + refs + b"]" + objects[page][2:]
        objects[root] = b"<</AcroForm %d 0 R" % self.form + objects[root][2:]
        self.shared: Shared = pack((objects, parts.objects, fields.objects, kids), root, fields.size)

    def _held(
        self,
        parent: int,
        leaf: str,
        places: tuple[Place, ...],
        fields: Parts,
        kids: dict[int, bytes],
        pages: Sequence[int],
        dots: _Dots,
    ) -> _Held:
        first = places[0]
        asked = f"{first.row.code} {first.row.text}".strip()
        if first.kind != "radio" and len(asked) > _LONGEST_TIP:
            asked = asked[: _LONGEST_TIP - 1].rstrip() + "…"  # whole at the answers, and on the page
        label = " – ".join(part for part in (asked, first.field.label) if part)
        common = b"/T%s/TU%s" % (text_string(leaf), text_string(label[:500]))
        common += b"/Parent %d 0 R" % parent if parent else b""
        if first.kind != "radio":
            number = fields.reserve()
            body = b"<<%s%s%s" % (common, self._widget(first, pages), self._kind(first, dots))
            fields.objects[number] = body + (b"/AS/Off>>" if first.kind == "check" else b">>")
            return _Held(number, body, places)
        number = fields.reserve()
        refs, held = [], []
        for place in places:
            assert place.choice is not None
            state = name_object(place.choice.code).encode()
            kid = fields.reserve()
            words = f"{first.row.code} {with_colon(first.row.text)} {place.choice.label}".strip()
            body = b"<<%s/Parent %d 0 R/TU%s/MK<</CA(l)>>/AP<</N<<%s %d 0 R/Off %d 0 R>>>>" % (
                self._widget(place, pages), number, text_string(words[:500]), state, dots.on, dots.off,
            )  # fmt: skip
            kids[kid] = body + b"/AS/Off>>"
            refs.append(b"%d 0 R" % kid)
            held.append((kid, body))
        body = b"<<%s/FT/Btn/Ff %d/Kids[%s]" % (common, _RADIO, b" ".join(refs))
        fields.objects[number] = body + b">>"
        return _Held(number, body, places, tuple(held))

    def _widget(self, place: Place, pages: Sequence[int]) -> bytes:
        box = place.box
        bottom = self.size[1] - box.top - box.height
        return b"/Type/Annot/Subtype/Widget/F 4/P %d 0 R/Rect[%.2f %.2f %.2f %.2f]" % (
            pages[place.page - 1], box.x, bottom, box.x + box.width, bottom + box.height,
        )  # fmt: skip

    def _kind(self, place: Place, dots: _Dots) -> bytes:
        look = f"/DA(/{NAME} {self.sizes.value.size:g} Tf {_INK} rg)".encode()
        if place.kind == "check":
            return b"/FT/Btn/MK<</CA(4)>>/AP<</N<</%s %d 0 R/Off %d 0 R>>>>" % (CHECKED.encode(), dots.tick, dots.blank)
        if place.kind == "list":
            options = b"".join(
                b"[%s%s]" % (text_string(choice.code), text_string(choice.label)) for choice in place.field.choices
            )
            return b"/FT/Ch/Ff %d/Opt[[()()]%s]%s" % (_LIST, options, look)
        return b"/FT/Tx/Ff %d%s" % (_MULTILINE if place.field.kind == "note" else 0, look)

    def copy(self, spec: FormSpec, lines: Sequence[str]) -> bytes:
        """The whole file for one member."""
        fonts = ValueFonts()
        parts = Parts(self.shared.size)
        drawings = self._stamped(spec, lines, fonts)
        own: dict[int, bytes] = {}
        for name, one in spec.fields.items():
            if one.value:
                self._fill(self.held[name], one.value, own, drawings, parts, fonts)
        others = fonts.add(parts.add)
        fonts_used = "".join(f"/{name} {number} 0 R" for name, number in {NAME: self.font, **others}.items())
        for number, (box, content) in drawings.items():
            dictionary = f"/Type/XObject/Subtype/Form/BBox[0 0 {box[0]:.2f} {box[1]:.2f}]"
            own[number] = stream(f"{dictionary}/Resources<</Font<<{fonts_used}>>>>", content)
        encoded = spec.identity.encode()
        own[self.hidden] = b"<</FT/Tx/T%s/Ff 1/Parent %d 0 R/V%s>>" % (
            text_string(IDENTITY_FIELD.split(".")[1]), self._group, text_string(encoded),
        )  # fmt: skip
        refs = b" ".join(b"%d 0 R" % number for number in self.top)
        own[self.form] = b"<</Fields[%s]/DA(/%s 9 Tf 0 g)/DR<</Font<<%s>>>>>>" % (
            refs, NAME.encode(), fonts_used.encode(),
        )  # fmt: skip
        title = " – ".join(part for part in (spec.title, " ".join(spec.subtitle.split())) if part)
        known = b"/%s%s/%s %d" % (PROPERTY.encode(), text_string(encoded), PAGES_PROPERTY.encode(), self.pages)
        own[self.info] = b"<<%s/Title%s" % (known, text_string(title)) + re.sub(
            rb"/Title \((?:\\.|[^\\)])*\)", b"", self._info_body, flags=re.DOTALL
        ).lstrip(b"<")
        digest = hashlib.md5(encoded.encode(), usedforsecurity=False).hexdigest().encode()
        return self.shared.finish({**own, **parts.objects}, parts.size, self.info, digest)

    def _stamped(
        self, spec: FormSpec, lines: Sequence[str], fonts: ValueFonts
    ) -> dict[int, tuple[tuple[float, float], bytes]]:
        """What stands on the pages for this member: the lines under the title, the identifier at every foot."""
        found = {}
        style = self.sizes.subtitle
        height = self.size[1]
        placed = [
            (MARGIN, height - self.subtitle_top - place * style.leading - baseline(style), line)
            for place, line in enumerate(lines)
        ]
        if number := self.stamps[SUBTITLE]:
            found[number] = (self.size, _shown(placed, style, fonts))
        style = self.sizes.identity
        line = identity_line(spec.identity.printed, spec.subtitle, self.width, self.sizes)
        number = self.stamps[IDENTITY]
        assert number is not None
        found[number] = (
            self.size,
            _shown([(MARGIN, height - self.identity_top - baseline(style), line)], style, fonts),
        )
        return found

    def _fill(
        self,
        held: _Held,
        value: str,
        own: dict[int, bytes],
        drawings: dict[int, tuple[tuple[float, float], bytes]],
        parts: Parts,
        fonts: ValueFonts,
    ) -> None:
        place = held.places[0]
        if place.kind == "radio":
            state = name_object(value).encode()
            own[held.number] = b"%s/V%s>>" % (held.body, state)
            for one, (number, body) in zip(held.places, held.kids, strict=True):
                if one.choice and one.choice.code == value:
                    own[number] = b"%s/AS%s>>" % (body, state)
        elif place.kind == "check":
            own[held.number] = b"%s/V/%s/AS/%s>>" % (held.body, value.encode(), value.encode())
        else:
            shown = value
            if place.kind == "list":
                shown = next((choice.label for choice in place.field.choices if choice.code == value), value)
            drawing = parts.reserve()
            drawings[drawing] = ((place.box.width, place.box.height), _value(place, shown, self.sizes.value, fonts))
            own[held.number] = b"%s/V%s/AP<</N %d 0 R>>>>" % (held.body, text_string(value), drawing)


class _Dots:
    """The look of circles and boxes, chosen and not: one drawing each for the whole form."""

    def __init__(self, size: float, parts: Parts) -> None:
        half = size / 2
        box = f"/Type/XObject/Subtype/Form/BBox[0 0 {size:.2f} {size:.2f}]/Resources<<>>"
        ring = f"1 g 0.541 0.565 0.588 RG 0.7 w {circle(half, half, half - 0.5)} B"
        dot = f"{_ACCENT} rg {circle(half, half, half - 2.4)} f"
        square = f"1 g 0.541 0.565 0.588 RG 0.7 w 0.35 0.35 {size - 0.7:.2f} {size - 0.7:.2f} re B"
        tick = (
            f"{_ACCENT} RG {size * 0.15:.2f} w 1 J 1 j {size * 0.24:.2f} {size * 0.52:.2f} m"
            f" {size * 0.43:.2f} {size * 0.3:.2f} l {size * 0.78:.2f} {size * 0.74:.2f} l S"
        )
        self.on = parts.add(stream(box, f"{ring} {dot}".encode()))
        self.off = parts.add(stream(box, ring.encode()))
        self.tick = parts.add(stream(box, f"{square} {tick}".encode()))
        self.blank = parts.add(stream(box, square.encode()))


class _Tree:
    """The branches between the form and its fields: "item.1.1.answer" hangs four deep."""

    def __init__(self, fields: Parts) -> None:
        self._fields = fields
        self._numbers: dict[str, int] = {}
        self._parents: dict[int, int] = {}
        self._names: dict[int, str] = {}
        self.kids: dict[int, list[int]] = {}

    def branch(self, name: str) -> tuple[int, str]:
        """The number of what holds the field, and the last part of its name."""
        *path, leaf = name.split(".")
        parent = 0
        for depth in range(1, len(path) + 1):
            key = ".".join(path[:depth])
            if key not in self._numbers:
                number = self._numbers[key] = self._fields.reserve()
                self._names[number], self._parents[number], self.kids[number] = path[depth - 1], parent, []
                if parent:
                    self.kids[parent].append(number)
            parent = self._numbers[key]
        return parent, leaf

    def finish(self) -> list[int]:
        """Write the branches; the numbers of the topmost."""
        for number, name in self._names.items():
            kids = b" ".join(b"%d 0 R" % kid for kid in self.kids[number])
            above = b"/Parent %d 0 R" % self._parents[number] if self._parents[number] else b""
            self._fields.objects[number] = b"<</T%s/Kids[%s]%s>>" % (text_string(name), kids, above)
        return [number for number, parent in self._parents.items() if not parent]


def _form_number(objects: dict[int, bytes], name: str) -> int | None:
    wanted = re.compile(rb"/FormXob\." + re.escape(name.encode()) + rb" (\d+) 0 R")
    return next((int(found[1]) for body in objects.values() if (found := wanted.search(body))), None)


def _color(style: Style) -> str:
    return " ".join(f"{int(style.color[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))


def _shown(lines: Iterable[tuple[float, float, str]], style: Style, fonts: ValueFonts) -> bytes:
    """Operators that show lines of text, each from its place."""
    out = [f"BT {_color(style)} rg".encode()]
    for x, y, line in lines:
        out.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm".encode())
        out += [f"/{run.font} {style.size:g} Tf ".encode() + literal(run.codes) + b" Tj" for run in fonts.runs(line)]
    return b"\n".join([*out, b"ET"])


def _value(place: Place, text: str, style: Style, fonts: ValueFonts) -> bytes:
    """How a value stands in its box, as a reader draws it: on one line in the middle, or wrapped from the top."""
    box = place.box
    if place.field.kind == "note":
        lines = wrap(text, style.face, style.size, box.width - 2 * _PADDING)
        first = box.height - _PADDING - style.size * 0.9
        placed = [(_PADDING, first - number * style.leading, line) for number, line in enumerate(lines)]
    else:
        placed = [(_PADDING, box.height / 2 - style.size * 0.36, " ".join(text.split("\n")))]
    return (
        f"/Tx BMC q 1 1 {box.width - 2:.2f} {box.height - 2:.2f} re W n\n".encode()
        + _shown(placed, style, fonts)
        + b" Q EMC"
    )
