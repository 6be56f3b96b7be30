"""Undoing an older action keeps what every save keeps: no overlap, nobody archived and still a member."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from oci_desktop.i18n import use_language
from oci_desktop.model import schema
from oci_desktop.model.membership import MembershipDraft
from oci_desktop.model.organisation import NamePeriod, OrganisationDraft
from oci_desktop.services.drafts import new_ref
from oci_desktop.services.memberships import admit, end_membership
from oci_desktop.services.organisations import archive_organisation, save_organisation
from oci_desktop.store.database import Database
from oci_desktop.store.problems import UndoError
from oci_desktop.store.writer import Writer
from tests.store.rows import picture

ORGANISATION = 1


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture
def alpha(database: Database) -> Database:
    """A file with one organisation, which is no member yet."""
    with database.write("begin") as write:
        if not write.rows("SELECT 1 FROM category WHERE code = 'regular'"):
            names = dict.fromkeys(("name_fr", "name_en", "plural_fr", "plural_en"), "regular")
            write.insert(schema.category, {"ref": new_ref(), "code": "regular", "position": 0, **names})
        assert save_organisation(write, OrganisationDraft(names=(NamePeriod("Alpha"),))) == ORGANISATION
    return database


def done(database: Database, label: str, what: Callable[[Writer], object]) -> int:
    """One action; its number."""
    with database.write(label) as write:
        what(write)
    action = database.undoable()
    assert action is not None
    return action.id


def member(starts_on: str, ends_on: str | None = None) -> Callable[[Writer], object]:
    return lambda write: admit(write, MembershipDraft(ORGANISATION, "regular", starts_on, ends_on))


def leaves(ends_on: str) -> Callable[[Writer], object]:
    return lambda write: end_membership(write, ORGANISATION, ends_on)


def refused(database: Database, sentence: str, take: Callable[[int], object], action: int) -> None:
    before = picture(database, versions=True)
    with pytest.raises(UndoError, match=sentence):
        take(action)
    assert picture(database, versions=True) == before


def test_an_end_is_not_undone_under_a_later_membership(alpha: Database) -> None:
    done(alpha, "admission", member("2010-01-01"))
    end = done(alpha, "the end", leaves("2015-12-31"))
    done(alpha, "readmission", member("2018-01-01"))
    refused(alpha, "“the end” cannot be undone: two memberships .* because of “readmission”", alpha.undo, end)
    assert str(alpha.undo().label) == "readmission"
    assert str(alpha.undo().label) == "the end"


def test_an_end_is_not_undone_once_the_organisation_is_archived(alpha: Database) -> None:
    done(alpha, "admission", member("2010-01-01"))
    end = done(alpha, "the end", leaves("2015-12-31"))
    done(alpha, "to the archive", lambda write: archive_organisation(write, ORGANISATION))
    refused(alpha, "an archived organisation .* because of “to the archive”", alpha.undo, end)


def test_a_membership_that_a_later_one_continues_is_not_taken_away(alpha: Database) -> None:
    first = done(alpha, "first period", member("2010-01-01", "2015-12-31"))
    done(alpha, "second period", member("2016-01-01"))
    refused(alpha, "counts from the one .* because of “second period”", alpha.undo, first)


def test_what_was_taken_back_is_not_done_again_over_what_came_instead(alpha: Database) -> None:
    first = done(alpha, "first period", member("2010-01-01"))
    alpha.undo()
    done(alpha, "other period", member("2012-01-01"))
    refused(alpha, "cannot be redone: two memberships .* because of “other period”", alpha.redo, first)


def test_an_older_action_that_contradicts_nothing_is_still_undone(alpha: Database) -> None:
    first = done(alpha, "first period", member("2010-01-01", "2015-12-31"))
    done(alpha, "second period", member("2018-01-01"))
    assert alpha.undo(first).id == first
    assert alpha.redo(first).id == first
