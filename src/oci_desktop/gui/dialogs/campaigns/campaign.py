"""A new campaign, its days and titles later, and members added to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.dates import first_day
from oci_desktop.errors import Problem
from oci_desktop.gui import operations
from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.campaigns.addressees import ALL, CHOSEN, resolve, ways
from oci_desktop.gui.dialogs.records.gesture import GestureDialog, required
from oci_desktop.gui.forms import ChoiceField, DateField, Field, LineField
from oci_desktop.gui.forms.picker import PickField
from oci_desktop.i18n import LANGUAGES, N_, _, in_language, message, ngettext, plural_message
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.questionnaire import PUBLISHED

_DAYS = ("opens_on", "due_on", "grace_until", "valid_until")


@dataclass(frozen=True)
class NewCampaign:
    """What the dialog holds; `version` is the number of the questionnaire's version as a text."""

    code: str | None = None
    title_fr: str | None = None
    title_en: str | None = None
    version: str | None = None
    level: str = "A"
    opens_on: str | None = None
    due_on: str | None = None
    grace_until: str | None = None
    valid_until: str | None = None
    counts: str = "1"
    whom: str = ALL
    as_of: str | None = None

    def campaign(self, stored: CampaignDraft | None = None) -> CampaignDraft:
        return replace(
            stored or CampaignDraft(),
            code=self.code or "",
            title_fr=self.title_fr or "",
            title_en=self.title_en,
            questionnaire_version_id=int(self.version) if self.version else None,
            counts=int(self.counts),
            level=self.level,
            opens_on=self.opens_on or "",
            due_on=self.due_on or "",
            grace_until=self.grace_until or "",
            valid_until=self.valid_until or "",
        )


class LevelField(ChoiceField):
    """The level with what it means in plain words under it."""

    def __init__(self) -> None:
        super().__init__(
            _("What comes back"),
            {"A": _("The attestation only"), "B": _("The attestation and the answers")},
            required=True,
            empty=None,
        )
        self.combo.currentIndexChanged.connect(lambda _index: self.say(""))
        self.say("")

    def say(self, text: str, severity: str = "") -> None:
        meaning = (
            _("The answers are shared with consent, for an anonymised portrait; a member may keep its own.")
            if self.combo.currentData() == "B"
            else _("The answers stay with the member: none is kept here, only who signed, when, and the attestation.")
        )
        super().say(text or meaning, severity if text else "")


def new_campaign(context: Context, parent: QWidget | None, chosen: Sequence[int] = ()) -> GestureDialog | None:
    """Ask for everything that a campaign needs; last year's proposes. None where no questionnaire is published."""
    versions = _versions(context)
    if not versions:
        from oci_desktop.gui import messages

        messages.error(
            parent,
            _("No questionnaire is published yet"),
            _("A campaign puts a published questionnaire to the members. Publish one first, under Questionnaires."),
        )
        return None
    counted: dict[tuple[str, str], list[int]] = {}

    def whom(draft: NewCampaign) -> list[int]:
        key = (draft.whom, draft.as_of or draft.opens_on or context.today)
        if key not in counted:
            counted[key] = resolve(context, key[0], key[1], chosen)
        return counted[key]

    def check(draft: NewCampaign) -> Sequence[Problem]:
        found = _check(draft.campaign())
        if draft.whom and not whom(draft):
            found.append(Problem("whom", message(N_("Nobody is in it on that day."))))
        return found

    def sentence(draft: NewCampaign) -> str:
        n = len(whom(draft))
        words = ngettext(
            "{n} organisation is addressed. Nothing is sent yet.",
            "{n} organisations are addressed. Nothing is sent yet.",
            n,
        )
        return words.format(n=n)

    def act(draft: NewCampaign) -> Any:
        from oci_desktop.services.campaigns import address, save_campaign

        def work(write: Any) -> int:
            campaign_id: int = save_campaign(write, draft.campaign())
            address(write, campaign_id, whom(draft))
            return campaign_id

        label = message(N_("New campaign: {name}"), name=draft.code)
        return operations.run(context, label, work, parent=parent, raising=True)

    dialog = GestureDialog(
        parent, _("New campaign"), "", _("Create the campaign"), check=check, sentence=sentence, act=act, width=620
    )
    fields = _rows(dialog, versions)
    dialog.row(
        dialog.bind("whom", ChoiceField(_("Members addressed"), ways(context, chosen), required=True, empty=None)),
        dialog.bind("as_of", DateField(_("Members on"), full_day=True, hint=_("Empty: on the day it opens"))),
    )
    draft = proposed(context)
    _follow_questionnaire(context, dialog, fields, draft)
    return dialog.start(replace(draft, whom=CHOSEN) if chosen else draft)


def edit_campaign(context: Context, parent: QWidget | None, stored: CampaignDraft) -> GestureDialog:
    """Change the days, the titles or the level of a campaign under way."""
    from oci_desktop.queries.campaign_facts import campaign_has_answers

    with context.database.read() as reader:
        answered = stored.level == "B" and campaign_has_answers(reader, stored.id or 0)

    def erases(draft: NewCampaign) -> bool:
        return answered and draft.level == "A"

    def sentence(draft: NewCampaign) -> str:
        if erases(draft):
            return _("The answers that members gave in it are erased for good: it is asked once more.")
        moved = [name for name in _DAYS if getattr(draft, name) != getattr(stored, name)]
        return _("Whoever is late or in grace follows from the new dates.") if moved else ""

    def act(draft: NewCampaign) -> Any:
        from oci_desktop.services.campaigns import save_campaign

        if erases(draft):
            from oci_desktop.gui.dialogs.campaigns.lowering import keep_attestations_only

            return keep_attestations_only(context, parent, draft.campaign(stored))
        label = message(N_("Campaign {name}"), name=draft.code)
        return operations.run(
            context, label, lambda write: save_campaign(write, draft.campaign(stored)), parent=parent, raising=True
        )

    dialog = GestureDialog(
        parent, _("Dates and title of the campaign"), str(stored.title), _("Save"),
        check=lambda draft: _check(draft.campaign(stored)), sentence=sentence, act=act, width=620,
    )  # fmt: skip
    _rows(dialog, _versions(context, stored.questionnaire_version_id))
    return dialog.start(
        NewCampaign(
            stored.code, stored.title_fr, stored.title_en, str(stored.questionnaire_version_id), stored.level,
            stored.opens_on, stored.due_on, stored.grace_until, stored.valid_until, str(stored.counts),
        )
    )  # fmt: skip


ONE = "one"


@dataclass(frozen=True)
class _Addition:
    whom: str = ALL
    organisation: int | None = None
    added_on: str | None = None


def add_members(
    context: Context, parent: QWidget | None, campaign: CampaignDraft, chosen: Sequence[int] = ()
) -> GestureDialog:
    """Address more members, or an applicant, from a day on; those addressed already are left as they are."""
    campaign_id = campaign.id
    assert campaign_id is not None
    there = _addressed(context, campaign_id)

    def new(draft: _Addition) -> list[int]:
        if draft.whom == ONE:
            found = [draft.organisation] if draft.organisation else []
        else:
            found = resolve(context, draft.whom, draft.added_on or context.today, chosen)
        return [organisation_id for organisation_id in found if organisation_id not in there]

    def check(draft: _Addition) -> Sequence[Problem]:
        missing = required("organisation", draft.organisation, N_("Say which organisation."))
        return (missing if draft.whom == ONE else []) + required("added_on", draft.added_on, N_("A date is needed."))

    def sentence(draft: _Addition) -> str:
        n = len(new(draft))
        if not n:
            return _("All of them are in the campaign already.")
        words = ngettext("{n} organisation is added.", "{n} organisations are added.", n)
        return words.format(n=n)

    def act(draft: _Addition) -> Any:
        from oci_desktop.services.campaigns import address

        ids = new(draft)
        if not ids:
            return []
        label = plural_message(
            "{n} organisation added to {campaign}", "{n} organisations added to {campaign}", len(ids),
            campaign=str(campaign.title),
        )  # fmt: skip
        return operations.run(
            context, label, lambda write: address(write, campaign_id, ids, draft.added_on), parent=parent, raising=True
        )

    dialog = GestureDialog(
        parent, _("Add members"), str(campaign.title), _("Add"), check=check, sentence=sentence, act=act
    )
    whom = {**ways(context, chosen), ONE: _("One organisation: an applicant, for example")}
    dialog.row(dialog.bind("whom", ChoiceField(_("Whom"), whom, required=True, empty=None)))
    one = organisation_field(context)
    dialog.row(dialog.bind("organisation", one))
    dialog.row(dialog.bind("added_on", DateField(_("Addressed from"), required=True, full_day=True)))

    def follow() -> None:
        draft, _found = dialog.binder.read()
        one.setVisible(draft is not None and draft.whom == ONE)
        dialog.area.updateGeometry()

    dialog.binder.changed.connect(follow)
    return dialog.start(_Addition(CHOSEN if chosen else ALL, None, max(context.today, campaign.opens_on)))


def organisation_field(context: Context) -> PickField:
    """Any organisation of the file, by its name."""
    from oci_desktop.queries.relations import find_organisations

    def find(text: str) -> Sequence[Any]:
        with context.database.read() as reader:
            return find_organisations(reader, text, context.today, 8)

    def name_of(organisation_id: int) -> str:
        from oci_desktop.queries.records import get_organisation

        with context.database.read() as reader:
            return get_organisation(reader, organisation_id).name_on(context.today).printed

    return PickField(_("Organisation"), find, name_of=name_of, required=True)


def _follow_questionnaire(
    context: Context, dialog: GestureDialog, fields: Mapping[str, Field], first: NewCampaign
) -> None:
    """With another questionnaire come its own titles, unless they were typed; and it is no condition of membership
    unless the person says so."""
    seen = [first]

    def follow() -> None:
        draft, _found = dialog.binder.read()
        if draft is None or not draft.version or draft.version == seen[-1].version:
            return
        last = seen[-1]
        named = first
        if draft.version != first.version:
            title_fr, title_en = _titles(context, draft)
            named = replace(first, title_fr=title_fr, title_en=title_en)
        seen.append(replace(named, version=draft.version))
        for name in ("title_fr", "title_en"):
            if getattr(draft, name) == getattr(last, name):
                fields[name].set_value(getattr(named, name))
        fields["counts"].set_value(_counts(context, draft.version))

    dialog.binder.changed.connect(follow)


def _titles(context: Context, draft: NewCampaign) -> tuple[str, str | None]:
    """« Prévention du harcèlement 2027 »: the titles of the questionnaire chosen, with the year of the opening."""
    from oci_desktop.queries.questionnaires import get_version

    with context.database.read() as reader:
        version = get_version(reader, int(draft.version or 0))
    year = (draft.opens_on or context.today)[:4]
    return f"{version.title_fr} {year}", f"{version.title_en} {year}" if version.title_en else None


def _counts(context: Context, version: str) -> str:
    from oci_desktop.services.campaigns import counts_by_default

    with context.database.read() as reader:
        return str(counts_by_default(reader, int(version)))


def _rows(dialog: GestureDialog, versions: Mapping[str, str]) -> dict[str, Field]:
    """The fields of a campaign, by name."""
    membership = {"1": _("A condition of membership"), "0": _("No effect on membership")}
    fields: dict[str, Field] = {
        "version": ChoiceField(_("Questionnaire"), versions, required=True, empty=None),
        "counts": ChoiceField(_("Membership"), membership, required=True, empty=None),
        "title_fr": LineField(_("Title in French"), required=True),
        "title_en": LineField(_("Title in English")),
        "code": LineField(_("Short name"), required=True),
        "level": LevelField(),
        "opens_on": DateField(_("Opens on"), required=True, full_day=True),
        "due_on": DateField(_("Due on"), required=True, full_day=True),
        "grace_until": DateField(_("Grace until"), required=True, full_day=True),
        "valid_until": DateField(_("Valid until, for all"), required=True, full_day=True),
    }
    dialog.bind("version", fields["version"], locate=lambda _draft, rest: rest)
    for name in list(fields)[1:]:
        dialog.bind(name, fields[name])
    for left, right in zip(list(fields)[::2], list(fields)[1::2], strict=True):
        dialog.row(fields[left], fields[right])
    return fields


def _check(draft: CampaignDraft) -> list[Problem]:
    from oci_desktop.services.campaigns import check_campaign

    found = check_campaign(draft)
    return [replace(p, field="version") if p.field == "questionnaire_version_id" else p for p in found]


def _versions(context: Context, also: int | None = None) -> dict[str, str]:
    """The published versions, newest first; `also` one whatever its state."""
    from oci_desktop.queries.questionnaires import list_versions

    with context.database.read() as reader:
        rows = [row for row in list_versions(reader) if row.state == PUBLISHED or row.id == also]
    rows.sort(key=lambda row: (row.published_on or "", row.id), reverse=True)
    return {str(row.id): _("{title}, version {number}").format(title=str(row.title), number=row.number) for row in rows}


def _newest_of(context: Context, version_id: int | None) -> tuple[str, str]:
    """The newest published version of the same questionnaire (of any, for None), and its level."""
    from oci_desktop.queries.questionnaires import list_versions

    with context.database.read() as reader:
        rows = list_versions(reader)
    same = next((row.questionnaire_id for row in rows if row.id == version_id), None)
    fitting = [row for row in rows if row.state == PUBLISHED and same in (None, row.questionnaire_id)]
    newest = max(
        fitting or [row for row in rows if row.state == PUBLISHED], key=lambda row: (row.published_on or "", row.id)
    )
    return str(newest.id), newest.level


def _addressed(context: Context, campaign_id: int) -> set[int]:
    with context.database.read() as reader:
        return {
            row[0]
            for row in reader.rows(
                "SELECT organisation_id FROM self_assessment WHERE campaign_id = :id", {"id": campaign_id}
            )
        }


def proposed(context: Context) -> NewCampaign:
    """Last campaign's a year later, with the newest version of its questionnaire; else dates that leave time."""
    from oci_desktop.queries.campaigns import list_campaigns

    with context.database.read() as reader:
        held = list(list_campaigns(reader))
    last = max(held, key=lambda one: one.opens_on) if held else None
    newest, level = _newest_of(context, last.questionnaire_version_id if last else None)
    if last is None:
        opens = context.today
        due, grace = _after(opens, 60), _after(opens, 90)
        titles = {}
        for code in LANGUAGES:
            with in_language(code):
                titles[code] = _("Self-assessment {year}").format(year=opens[:4])
        until = f"{int(grace[:4]) + 1}-03-31"
        return NewCampaign(
            opens[:4], titles["fr"], titles["en"], newest, level, opens, due, grace, until, _counts(context, newest)
        )
    old, new = str(first_day(last.opens_on).year), str(first_day(last.opens_on).year + 1)
    code = last.code.replace(old, new)
    return NewCampaign(
        code if code != last.code else new,
        last.title_fr.replace(old, new),
        last.title_en.replace(old, new) if last.title_en else None,
        newest,
        last.level,
        counts=_counts(context, newest),
        **{name: _year_later(getattr(last, name)) for name in _DAYS},
    )


def _year_later(iso: str) -> str:
    """The same day of the next year; February 29 gives the 28."""
    day = first_day(iso)
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day).isoformat()


def _after(iso: str, days: int) -> str:
    return date.fromordinal(first_day(iso).toordinal() + days).isoformat()
