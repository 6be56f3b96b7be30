"""`campaign`: which there are, a new one, its forms, the steps of members, dispenses."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from oci_desktop.cli.output import confirm, deliver, text_table, warn
from oci_desktop.cli.program import program
from oci_desktop.cli.reading import Day, Name, as_of_option
from oci_desktop.cli.records import Record, find_record
from oci_desktop.cli.session import Session
from oci_desktop.cli.words import Group, option
from oci_desktop.dates import today
from oci_desktop.errors import NotFoundError, StorageError
from oci_desktop.i18n import LANGUAGES, N_, _, message, plural_message
from oci_desktop.mailings.campaign_forms import FORMATS, Progress
from oci_desktop.model.campaign import CampaignDraft
from oci_desktop.model.standing import LEVELS, RECORDED_STEPS
from oci_desktop.queries.lists import Reads
from oci_desktop.tables import DATE, INTEGER, NAME, TEXT, Column, Table


@program.group(
    "campaign", cls=Group, help=N_("Campaigns of self-assessment: list, create, make forms, note steps, exempt.")
)
def campaign_group() -> None:
    """The commands below it do the work."""


@campaign_group.command("list", help=N_("List the campaigns, the latest first, with their counts on the day."))
@as_of_option
@option("--format", "form", type=click.Choice(("table", "json")), default="table", help=N_("How to print it."))
@click.pass_obj
def list_command(session: Session, as_of: str | None, form: str) -> None:
    with session.reading() as database, database.read() as reader:
        table = _table(reader, as_of or today())
    if form == "json":
        deliver((json.dumps(table.records(), ensure_ascii=False, indent=1) + "\n").encode("utf-8"), None)
    else:
        deliver(text_table(table).encode("utf-8"), None)


def _table(reader: Reads, day: str) -> Table:
    from oci_desktop.queries.campaigns import campaign_summary, list_campaigns

    columns = (
        Column("code", N_("Campaign"), TEXT),
        Column("title", N_("Title"), NAME),
        Column("level", N_("Level"), TEXT),
        Column("opens_on", N_("Opens on"), DATE),
        Column("due_on", N_("Due"), DATE),
        Column("grace_until", N_("Grace until"), DATE),
        Column("valid_until", N_("Valid until"), DATE),
        Column("total", N_("Members addressed"), INTEGER),
        Column("valid", N_("Valid"), INTEGER),
        Column("exempt", N_("Exempt"), INTEGER),
        Column("grace", N_("In grace"), INTEGER),
        Column("late", N_("Late"), INTEGER),
        Column("refused", N_("Refused"), INTEGER),
        Column("pending", N_("Under way"), INTEGER),
    )
    rows = []
    for one in list_campaigns(reader):
        assert one.id is not None
        n = campaign_summary(reader, one.id, day)
        days = (one.opens_on, one.due_on, one.grace_until, one.valid_until)
        counts = (n.total, n.valid, n.exempt, n.grace, n.late, n.refused, n.pending)
        rows.append((one.code, str(one.title), one.level, *days, *counts))
    return Table(columns, rows, _("Campaigns"))


@campaign_group.command(
    "create", help=N_("Put a published questionnaire to the members of the opening day, of some categories or all.")
)
@option("--code", required=True, metavar="CODE", help=N_("What people call it, for example the year."))
@option("--title", required=True, metavar="TEXT", help=N_("The title in French."))
@option("--title-en", metavar="TEXT", help=N_("The title in English."))
@option("--questionnaire", required=True, metavar="CODE[@NUMBER]", help=N_("The questionnaire; its latest version."))
@option("--opens", required=True, type=Day(), metavar="D", help=N_("The day on which it opens."))
@option("--due", required=True, type=Day(), metavar="D", help=N_("The due date."))
@option("--grace", required=True, type=Day(), metavar="D", help=N_("The last day of grace."))
@option("--valid", required=True, type=Day(), metavar="D", help=N_("The last day of validity, common to all."))
@option("--level", type=click.Choice(tuple(LEVELS)), help=N_("A: attestation only; B: answers shared."))
@option("--category", "categories", multiple=True, metavar="C", help=N_("Only members of this category; repeat it."))
@click.pass_obj
def create_command(
    session: Session, code: str, title: str, title_en: str | None, questionnaire: str, opens: str, due: str, grace: str,
    valid: str, level: str | None, categories: tuple[str, ...],
) -> None:  # fmt: skip
    from oci_desktop.queries.campaigns import members_to_address
    from oci_desktop.queries.definitions import get_list
    from oci_desktop.queries.lists import parse_filter
    from oci_desktop.queries.questionnaires import find_version, get_version
    from oci_desktop.services.campaigns import address, save_campaign

    name, at, number = questionnaire.partition("@")
    label = message(N_("New campaign: {title}"), title=title)
    with session.writing() as database, database.write(label) as write:
        version = get_version(write, find_version(write, name, number if at else None))
        draft = CampaignDraft(code, title, title_en, version.id, level or version.level, opens, due, grace, valid)
        campaign_id = save_campaign(write, draft)
        members = get_list(write, "members")
        wanted = [parse_filter(members, "category", category) for category in categories]
        added = address(write, campaign_id, members_to_address(write, opens, wanted))
    n = len(added)
    confirm(plural_message("{title}: {n} member is addressed.", "{title}: {n} members are addressed.", n, title=title))


@campaign_group.command(
    "forms", help=N_("Write the forms to fill in of every member addressed, each in its language, into a folder.")
)
@option("--to", "folder", required=True, type=click.Path(path_type=Path), metavar="DIR",
        help=N_("The folder; it is made when there is none."))  # fmt: skip
@option("--campaign", "code", metavar="CODE", help=N_("The campaign; the current one by default."))
@option("--member", "members", multiple=True, metavar="NAME", help=N_("Only this member; repeat it."))
@option("--format", "form", type=click.Choice((*FORMATS, "both")), default=FORMATS[0], help=N_("PDF, Excel, or both."))
@option("--lang", type=click.Choice(tuple(LANGUAGES)), help=N_("One language for all, instead of each member’s own."))
@as_of_option
@click.pass_obj
def forms_command(
    session: Session, folder: Path, code: str | None, members: tuple[str, ...], form: str, lang: str | None,
    as_of: str | None,
) -> None:  # fmt: skip
    from oci_desktop.mailings.campaign_forms import make_forms
    from oci_desktop.queries.campaigns import find_campaign

    day = as_of or today()
    formats = FORMATS if form == "both" else (form,)
    with session.reading() as database:
        with database.read() as reader:
            campaign = find_campaign(reader, code, day)
            assert campaign.id is not None
            named = [find_record(reader, one, day, ("organisation",)) for one in members]
            ids = [_addressed(reader, campaign, record) for record in named] or None
        _make(folder)
        written = make_forms(
            database, campaign.id, folder, as_of=day, ids=ids, formats=formats, lang=lang, progress=_shown_progress()
        )
    n = len(written)
    confirm(plural_message("{n} file written to {folder}.", "{n} files written to {folder}.", n, folder=str(folder)))


def _make(folder: Path) -> None:
    """Make the folder when there is none. Raises: StorageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise StorageError(N_("“{path}” is a file, or is inside one: name a folder."), path=str(folder)) from None
    except OSError:
        raise StorageError(
            N_("The folder “{path}” cannot be made: that place refuses. Name another one."), path=str(folder)
        ) from None


def _shown_progress() -> Progress | None:
    """« 12 / 67 » on the screen; nothing where nobody looks."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        click.echo(f"\r{done} / {total}", err=True, nl=done == total)

    return show


@campaign_group.command(
    "step", help=N_("Note a step of members; those further on, or settled, are left as they are and counted.")
)
@click.argument("step", type=Name(*(step.replace("_", "-") for step in RECORDED_STEPS)), metavar="STEP")
@click.argument("members", nargs=-1, required=True, metavar="MEMBER…")
@option("--campaign", "code", metavar="CODE", help=N_("The campaign; the current one by default."))
@option("--on", "on", type=Day(), metavar="D", help=N_("When it happened; today by default."))
@option("--reason", metavar="TEXT", help=N_("Why: a refusal needs it."))
@option("--back", is_flag=True, help=N_("Take those back too that are further on, or settled."))
@click.pass_obj
def step_command(
    session: Session, step: str, members: tuple[str, ...], code: str | None, on: str | None, reason: str | None,
    back: bool,
) -> None:  # fmt: skip
    from oci_desktop.model.standing import STEPS
    from oci_desktop.queries.campaigns import find_campaign
    from oci_desktop.services.steps import note_step, note_step_back

    day, wanted = on or today(), step.replace("-", "_")
    with session.writing() as database:
        with database.read() as reader:
            # What happened earlier is noted in the campaign of today, unless another one is named.
            campaign = find_campaign(reader, code, today())
            ids = [_addressed(reader, campaign, find_record(reader, one, day, ("organisation",))) for one in members]
        label = message(N_("{campaign}: {step}"), campaign=campaign.title_fr, step=message(STEPS[wanted]))
        with database.write(label) as write:
            judged = (note_step_back if back else note_step)(write, ids, wanted, day, reason)
    confirm(
        plural_message(
            "{campaign}: {n} step was noted.",
            "{campaign}: {n} steps were noted.",
            len(judged.takes),
            campaign=campaign.title,
        )
    )
    if judged.left:
        warn(judged.said())


def _addressed(reader: Reads, campaign: CampaignDraft, record: Record) -> int:
    """Its self-assessment in the campaign. Raises: NotFoundError."""
    from oci_desktop.queries.campaigns import find_self_assessment

    assert campaign.id is not None
    found = find_self_assessment(reader, campaign.id, record.id)
    if found is None or found.id is None:
        raise NotFoundError(N_("The campaign “{code}” does not address {name}."), code=campaign.code, name=record.name)
    return found.id


@campaign_group.command("exempt", help=N_("Record a dispense: which body decided, from when, until when."))
@click.argument("member", metavar="MEMBER")
@option("--decided-by", required=True, metavar="BODY", help=N_("The body that decided."))
@option("--decided-on", type=Day(), metavar="D", help=N_("When it decided."))
@option("--from", "starts_on", type=Day(), metavar="D", help=N_("From this day; that of the decision by default."))
@option("--until", "ends_on", type=Day(), metavar="D", help=N_("Until this day, inclusive; else until further notice."))
@option("--reason", metavar="TEXT", help=N_("Why."))
@click.pass_obj
def exempt_command(
    session: Session, member: str, decided_by: str, decided_on: str | None, starts_on: str | None,
    ends_on: str | None, reason: str | None,
) -> None:  # fmt: skip
    from oci_desktop.model.campaign import ExemptionDraft
    from oci_desktop.services.exemptions import save_exemption

    with session.writing() as database:
        with database.read() as reader:
            record = find_record(reader, member, today(), ("organisation",))
        draft = ExemptionDraft(
            record.id, decided_by=decided_by, decided_on=decided_on, starts_on=starts_on, ends_on=ends_on, reason=reason
        )
        with database.write(message(N_("Dispense of {name}"), name=record.name)) as write:
            save_exemption(write, draft)
    confirm(message(N_("The dispense of {name} is recorded."), name=record.name))
