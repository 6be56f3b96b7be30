"""What a member will see of a version: its form with nobody's name in it, before any campaign exists."""

from __future__ import annotations

from typing import Any

from oci_desktop.dates import today
from oci_desktop.i18n import Bilingual, _, in_language
from oci_desktop.model.form import FormSpec
from oci_desktop.model.questionnaire import VersionDraft
from oci_desktop.queries.assessment_forms import Addressed, FormCampaign, build_form


def preview_spec(version: VersionDraft, document: str, lang: str, day: str) -> FormSpec:
    """One of the documents of `assessment_forms`, as a member of every profile would get it."""
    with in_language(lang):
        title = Bilingual(version.title_fr, version.title_en or version.title_fr)
        campaign = FormCampaign(0, "preview", _("PREVIEW"), title.fr, title.en, day, day, version)
        member = Addressed(0, 0, "preview", _("Example organisation"), None, version.level, (), lang)
    return build_form(campaign, member, document, lang)


def preview_form(database: Any, version: VersionDraft, document: str, lang: str, paper: str = "letter") -> bytes:
    """The same as a PDF that can be filled in."""
    from oci_desktop.reports import read_printing
    from oci_desktop.reports.kit.acroform import form_pdf

    day = today()
    with in_language(lang):
        with database.read() as reader:
            printing = read_printing(database, reader, paper)
        return form_pdf(preview_spec(version, document, lang, day), printing)
