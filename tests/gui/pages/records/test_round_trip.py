"""Opening a form changes nothing: whatever the record holds comes back to the letter."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from oci_desktop.gui.forms import Form
from oci_desktop.gui.pages.records.organisation_form import organisation_form
from oci_desktop.gui.pages.records.person_form import person_form
from oci_desktop.model.codes import CONTACT_KINDS, EMAIL_STATES
from oci_desktop.model.contact import ContactPoint
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft, RegionPeriod
from oci_desktop.model.person import PersonDraft
from oci_desktop.text import clean_line, clean_text

PRINTABLE = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff")
LINES = st.text(PRINTABLE, max_size=40).map(clean_line).filter(bool)
NOTES = st.text(st.one_of(PRINTABLE, st.just("\n")), max_size=120).map(clean_text).filter(bool)
CHIPS = st.lists(LINES.filter(lambda text: ";" not in text), max_size=3, unique=True).map(tuple)
MAYBE = st.none() | LINES
ADDRESSES = st.builds(
    ContactPoint,
    kind=st.sampled_from(("office_address", "mail_address")),
    street=NOTES,
    city=MAYBE,
    province=st.sampled_from(("QC", "ON", "Bayern", None)),
    postal_code=MAYBE,
    country=st.sampled_from((None, "HT", "FR")),
    id=st.integers(1, 9),
)
REACH = st.builds(
    ContactPoint,
    kind=st.sampled_from(("phone", "mobile", "fax", "email")),
    value=LINES,
    label=st.none(),
    id=st.integers(1, 9),
) | st.builds(
    ContactPoint,
    kind=st.just("email"),
    value=LINES,
    state=st.sampled_from(tuple(EMAIL_STATES)),
    state_on=st.sampled_from((None, "2026-11", "2026-11-03")),
    id=st.integers(1, 9),
)


def ordered(points: list[ContactPoint]) -> tuple[ContactPoint, ...]:
    kinds = list(CONTACT_KINDS)
    return tuple(sorted(points, key=lambda point: kinds.index(point.kind)))


CONTACTS = st.lists(ADDRESSES | REACH, max_size=4).map(ordered)
ORGANISATIONS = st.builds(
    OrganisationDraft,
    names=st.tuples(
        st.builds(NamePeriod, printed=LINES, acronym=MAYBE, english=MAYBE, legal=MAYBE, usual=MAYBE, sort_as=MAYBE)
    ),
    regions=st.sampled_from(((), (RegionPeriod("06"),), (RegionPeriod("06"), RegionPeriod("", "2019-05")))),
    contacts=CONTACTS,
    aliases=CHIPS,
    tags=CHIPS,
    languages=st.sampled_from(((), ("fr",), ("fr", "en"))),
    neq=MAYBE,
    charity_number=MAYBE,
    founded=st.sampled_from((None, "1976", "2009-03", "2017-04-01")),
    web=MAYBE,
    description_fr=st.none() | NOTES,
    notes=st.none() | NOTES,
    media_consent=st.sampled_from((None, 0, 1)),
    version=st.integers(1, 3),
)
PEOPLE = st.builds(
    PersonDraft,
    given_name=MAYBE,
    family_name=LINES,
    sort_as=MAYBE,
    civility=st.sampled_from((None, "mme", "mx")),
    form_of_address=MAYBE,
    pronouns=MAYBE,
    language=st.sampled_from((None, "fr", "en")),
    contacts=CONTACTS,
    notes=st.none() | NOTES,
)
CALM = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(autouse=True)
def no_word_from_qt() -> None:
    """Qt says which scripts the fonts of this machine lack; the text must survive all the same."""


@pytest.fixture
def organisation(qtbot: QtBot) -> Form:
    form = organisation_form("x", lambda _draft: 1, None, "x", lambda: (), lambda _draft: ())
    qtbot.addWidget(form)
    return form


@pytest.fixture
def person(qtbot: QtBot) -> Form:
    form = person_form("x", lambda _draft: 1, None, "x", lambda _draft: ())
    qtbot.addWidget(form)
    return form


@CALM
@given(draft=ORGANISATIONS)
def test_an_organisation_comes_back_to_the_letter(organisation: Form, draft: OrganisationDraft) -> None:
    organisation.binder.show(draft)
    assert organisation.binder.changes() == 0
    assert organisation.binder.read() == (draft, [])


@CALM
@given(draft=PEOPLE)
def test_a_person_comes_back_to_the_letter(person: Form, draft: PersonDraft) -> None:
    person.binder.show(draft)
    assert person.binder.changes() == 0
    assert person.binder.read() == (draft, [])


@CALM
@given(draft=ORGANISATIONS, kept=ORGANISATIONS)
def test_what_was_kept_over_a_crash_comes_back_to_the_letter(
    organisation: Form, draft: OrganisationDraft, kept: OrganisationDraft
) -> None:
    """What was typed is kept as keystrokes: `restore` over the stored draft gives the typed one again."""
    import json

    organisation.binder.show(kept)
    for bound in organisation.binder.bounds:
        bound.field._original = object()  # every field counts as typed
    typed = {bound.key: bound.field.state() for bound in organisation.binder.bounds}
    organisation.binder.show(draft)
    organisation.binder.restore(json.loads(json.dumps(typed)))
    read, problems = organisation.binder.read()
    assert problems == []
    assert (read.aliases, read.notes, read.founded, read.contacts) == (
        kept.aliases, kept.notes, kept.founded, kept.contacts,
    )  # fmt: skip
    assert read.names[0].printed == kept.names[0].printed


def test_very_long_text_is_not_cut(organisation: Form) -> None:
    draft = OrganisationDraft(names=(NamePeriod("x" * 50_000),), notes="é" * 60_000)
    organisation.binder.show(draft)
    assert organisation.binder.read() == (draft, [])
