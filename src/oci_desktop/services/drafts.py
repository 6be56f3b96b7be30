"""What all saves share: cleaning the text of a draft, contact points, and the version that was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from oci_desktop.dates import first_day, is_date
from oci_desktop.errors import ConflictError, Problem, UserError, ValidationError
from oci_desktop.i18n import N_, Message, message
from oci_desktop.model.codes import ADDRESS_KINDS, CONTACT_KINDS, EMAIL, EMAIL_STATES, PHONE_KINDS
from oci_desktop.model.contact import ContactPoint
from oci_desktop.services import fields
from oci_desktop.text import clean_line, clean_text

if TYPE_CHECKING:
    from oci_desktop.store.writer import Writer

_Draft = TypeVar("_Draft")


class Cleaner:
    """Cleans the fields of one draft and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def line(self, field: str, text: str | None) -> str | None:
        """One line of text; None when nothing is left."""
        return self.through(field, clean_line, text) or None

    def note(self, field: str, text: str | None) -> str | None:
        """Several lines of text; None when nothing is left."""
        return self.through(field, clean_text, text) or None

    def lines(self, field: str, texts: Iterable[str]) -> tuple[str, ...]:
        """The entries of a list, without blanks and doubles."""
        cleaned = (self.line(field, text) for text in texts)
        return tuple(dict.fromkeys(text for text in cleaned if text))

    def through(self, field: str, rule: Callable[[str], Any], text: str | None) -> Any:
        """What the rule makes of the text; what was typed stays when the rule refuses."""
        if not text:
            return None
        try:
            return rule(text)
        except UserError as error:
            self.error(field, error.message)
            return text

    def warned(self, field: str, rule: Callable[[str], tuple[Any, Message | None]], text: str | None) -> Any:
        """The same for a rule that may warn."""
        if not text:
            return None
        try:
            value, warning = rule(text)
        except UserError as error:
            self.error(field, error.message)
            return text
        if warning:
            self.problems.append(Problem(field, warning, "warning"))
        return value

    def dates(self, draft: Any, *names: str, field: str = "") -> None:
        """Every one of these attributes is empty or a date that exists."""
        for name in names:
            value = getattr(draft, name)
            if value and not is_date(value):
                self.error(f"{field}{name}", message(N_("“{text}” is not a date."), text=value))

    def period(self, starts_on: str | None, ends_on: str | None, field: str = "ends_on") -> None:
        """The end may not come before the start."""
        if starts_on and ends_on and is_date(starts_on) and is_date(ends_on) and ends_on + "~" < starts_on:
            self.error(field, message(N_("The end comes before the start.")))

    def choice(self, field: str, value: str | None, choices: Mapping[str, Any]) -> None:
        if value is not None and value not in choices:
            self.error(field, message(N_("“{value}” is not one of the choices."), value=value))

    def error(self, field: str, sentence: Message) -> None:
        self.problems.append(Problem(field, sentence))

    def contacts(self, points: Sequence[ContactPoint]) -> tuple[ContactPoint, ...]:
        """Every contact point cleaned; blank ones are left out."""
        cleaned = []
        for place, point in enumerate(points):
            tidy = self._contact(f"contacts.{place}", point)
            if not tidy.is_blank:
                cleaned.append(tidy)
        return tuple(cleaned)

    def _contact(self, field: str, point: ContactPoint) -> ContactPoint:
        self.choice(f"{field}.kind", point.kind, CONTACT_KINDS)
        label = self.line(f"{field}.label", point.label)
        if point.kind in ADDRESS_KINDS:
            province = self.line(f"{field}.province", point.province)
            country = self.line(f"{field}.country", point.country)
            return replace(
                point,
                value=None,
                label=label,
                street=self.note(f"{field}.street", point.street),
                city=self.line(f"{field}.city", point.city),
                province=province,
                postal_code=self.warned(
                    f"{field}.postal_code", lambda text: fields.postal_code(text, province, country), point.postal_code
                ),
                country=country,
                state=None,
                state_on=None,
            )
        value = point.value
        if point.kind == EMAIL:
            value = self.through(f"{field}.value", fields.email, value)
            self.choice(f"{field}.state", point.state, EMAIL_STATES)
            self.dates(point, "state_on", field=f"{field}.")
        elif point.kind in PHONE_KINDS:
            value = self.warned(f"{field}.value", fields.phone, value)
        return replace(point, value=value or None, label=label)


def refuse_errors(problems: Sequence[Problem]) -> None:
    """Raises: ValidationError when one of the problems is more than a warning."""
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise ValidationError(errors)


def refuse_stale(stored: Any, draft: Any) -> None:
    """Raises: ConflictError when the record was saved by somebody else since the draft was read."""
    if stored.version != draft.version:
        raise ConflictError(theirs=stored, mine=draft)


def new_ref() -> str:
    return str(uuid4())


def begins(starts_on: str | None) -> str:
    """For sorting periods: when it begins; empty is before everything."""
    return first_day(starts_on).isoformat() if starts_on and is_date(starts_on) else starts_on or ""


def save_children(
    write: Writer, table: Any, kept: Iterable[int], wanted: Iterable[tuple[int | None, dict[str, Any]]]
) -> bool:
    """Make the rows `kept` (ids that the file has) become `wanted`: (id or None, values). True if anything changed."""
    left = set(kept)
    changed = False
    for row_id, values in wanted:
        if row_id in left:
            left.discard(row_id)
            changed |= write.update(table, row_id, values)
        else:
            write.insert(table, values)
            changed = True
    for row_id in left:
        write.delete(table, row_id)
        changed = True
    return changed


def contact_rows(owner: str, owner_id: int, points: Sequence[ContactPoint]) -> list[tuple[int | None, dict[str, Any]]]:
    """The rows of contact points for `save_children`; within a kind, positions count from 0."""
    counted: dict[str, int] = {}
    rows = []
    for point in points:
        position = counted.get(point.kind, 0)
        counted[point.kind] = position + 1
        rows.append(
            (
                point.id,
                {
                    owner: owner_id, "kind": point.kind, "position": position, "label": point.label,
                    "value": point.value, "street": point.street, "city": point.city, "province": point.province,
                    "postal_code": point.postal_code, "country": point.country, "state": point.state,
                    "state_on": point.state_on,
                },
            )
        )  # fmt: skip
    return rows
