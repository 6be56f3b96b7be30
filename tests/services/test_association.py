"""The association's letterhead, the file's language and its fiscal years."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oci_desktop.errors import ConflictError, ValidationError
from oci_desktop.i18n import message
from oci_desktop.model.association import AssociationDraft, FiscalYearDraft
from oci_desktop.queries.association import file_language, fiscal_year_of, get_association, list_fiscal_years
from oci_desktop.queries.counts import member_counts
from oci_desktop.services import association
from oci_desktop.store.database import Database

AQOCI = AssociationDraft(
    "Association québécoise", "AQOCI", street="1001, rue Sherbrooke Est, bureau 540", city="Montréal",
    province="QC", postal_code="H2L 1L3", phone="514 871-1086", email="aqoci@example.org", web="www.example.org",
)  # fmt: skip


def save(database: Database, draft: AssociationDraft) -> None:
    with database.write(message("Settings")) as write:
        association.save_association(write, draft)


def stored(database: Database) -> AssociationDraft:
    with database.read() as reader:
        return get_association(reader, "2020-01-01")


def test_the_letterhead_is_kept(database: Database) -> None:
    save(database, AQOCI)
    again = stored(database)
    assert replace(again, organisation_id=None, version=0) == AQOCI


def test_saving_again_changes_the_same_record_and_never_counts_as_a_member(database: Database) -> None:
    save(database, AQOCI)
    save(database, replace(stored(database), phone="514 555-0100", language="en"))
    assert (stored(database).phone, stored(database).language) == ("514 555-0100", "en")
    with database.read() as reader:
        assert reader.value("SELECT COUNT(*) FROM organisation WHERE is_self = 1") == 1
        assert sum(member_counts(reader, "2020-01-01").values()) == 0


def test_wrong_fields_are_named_as_on_the_page(database: Database) -> None:
    with pytest.raises(ValidationError) as error:
        save(database, replace(AQOCI, name=" ", email="x", web="a b"))
    assert set(error.value.fields) == {"name", "email", "web"}


def test_a_stale_letterhead_is_not_overwritten(database: Database) -> None:
    save(database, AQOCI)
    read = stored(database)
    save(database, replace(read, phone="514 555-0100"))
    with pytest.raises(ConflictError):
        save(database, replace(read, phone="514 555-0199"))


def test_a_file_is_french_until_it_says_otherwise(database: Database) -> None:
    with database.read() as reader:
        assert file_language(reader) == "fr"
    save(database, replace(AQOCI, language="en"))
    with database.read() as reader:
        assert file_language(reader) == "en"


def test_the_fiscal_year_is_april_to_march_until_the_file_says_otherwise(database: Database) -> None:
    with database.read() as reader:
        assert fiscal_year_of(reader, "2018-03-31").label == "2017-2018"
        assert fiscal_year_of(reader, "2018-04-01").label == "2018-2019"
    with database.write(message("Years")) as write:
        association.save_fiscal_years(write, [FiscalYearDraft("2018", "2018-01-01", "2018-12-31")])
    with database.read() as reader:
        assert fiscal_year_of(reader, "2018-03-31").label == "2018"
        assert [year.label for year in list_fiscal_years(reader)] == ["2018"]


@pytest.mark.parametrize(
    "years",
    [
        [FiscalYearDraft("a", "2018-01-01", "2018-12-31"), FiscalYearDraft("b", "2018-12-31", "2019-12-30")],
        [FiscalYearDraft("a", "2018-01-01", "2018-12-31"), FiscalYearDraft("a", "2019-01-01", "2019-12-31")],
        [FiscalYearDraft("a", "2018-12-31", "2018-01-01")],
        [FiscalYearDraft("", "2018-01-01", "2018-12-31")],
        [FiscalYearDraft("a", "2018", "2018-12-31")],
    ],
)
def test_fiscal_years_that_overlap_repeat_or_run_backwards_are_refused(
    database: Database, years: list[FiscalYearDraft]
) -> None:
    with pytest.raises(ValidationError), database.write(message("Years")) as write:
        association.save_fiscal_years(write, years)
