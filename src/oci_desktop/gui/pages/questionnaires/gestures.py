"""What is done with questionnaires: begin, import, export, preview, compare, publish, the next version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog

from oci_desktop.dates import today
from oci_desktop.errors import OciError
from oci_desktop.gui import messages, operations
from oci_desktop.gui.pages.questionnaires import nodes
from oci_desktop.i18n import N_, _, message, ngettext
from oci_desktop.model.questionnaire import VersionDraft
from oci_desktop.queries.questionnaires import difference, get_version, list_versions

if TYPE_CHECKING:
    from oci_desktop.exchange.questionnaire_files import Imported
    from oci_desktop.gui.dialogs.paper import Paper
    from oci_desktop.gui.pages.questionnaires.page import QuestionnairesPage
    from oci_desktop.gui.tasks import Progress
    from oci_desktop.store.writer import Writer

_MOST_SENTENCES = 12
_IN = "Excel, TOML (*.xlsx *.toml)"
_OUT = "Excel (*.xlsx);;TOML (*.toml)"


class Gestures:
    """Each method is one button of the page."""

    def __init__(self, page: QuestionnairesPage) -> None:
        self._page, self._context = page, page.context

    @property
    def _version(self) -> VersionDraft:
        return self._page.editor.version

    # Beginning.

    def new(self) -> None:
        """Ask for the title, and open an empty draft."""
        if not self._page.may_leave():
            return
        title = messages.ask_text(self._page, _("New questionnaire"), _("Title in French"))
        if not title:
            return
        draft = VersionDraft(code=self._free_code(title), title_fr=title)
        self._begin(draft)

    def _begin(self, draft: VersionDraft) -> None:
        from oci_desktop.services.questionnaires import save_version

        version_id = operations.run(
            self._context,
            message(N_("New questionnaire “{title}”"), title=draft.title_fr),
            lambda write: save_version(write, draft),
            parent=self._page,
        )
        if version_id is not None:
            self._page.open(version_id)

    def _free_code(self, title: str) -> str:
        """A readable identifier that no questionnaire has: « prevention-du-harcelement »."""
        from oci_desktop.text import search_norm

        words = "-".join(word for word in search_norm(title).split() if word.isascii()) or "questionnaire"
        base = words[:40].strip("-")
        with self._context.database.read() as reader:
            taken = {row.code.casefold() for row in list_versions(reader)}
        code, number = base, 2
        while code in taken:
            code, number = f"{base}-{number}", number + 1
        return code

    def begin_with_example(self) -> None:
        """The example that ships, as a draft to change."""
        from oci_desktop.exchange.questionnaire_files import add_example

        if not self._page.may_leave():
            return
        version_id = operations.run(self._context, message(N_("Example questionnaire")), add_example, parent=self._page)
        if version_id is not None:
            self._page.open(version_id)

    def start_next(self) -> None:
        """The next draft, with everything of the version that is open."""
        from oci_desktop.services.questionnaires import start_version

        version = self._version
        assert version.id is not None
        source = version.id
        number = messages.ask_text(
            self._page, _("Start the next version"), _("Number of the new version"), next_number(version.number)
        )
        if not number:
            return
        version_id = operations.run(
            self._context,
            message(N_("Version {number} of “{title}” begins"), number=number, title=version.title_fr),
            lambda write: start_version(write, source, number),
            parent=self._page,
        )
        if version_id is not None:
            self._page.open(version_id)

    # Publishing.

    def publish(self) -> None:
        """Say what is missing and go there; else ask, and freeze the version."""
        from oci_desktop.services.questionnaires import check_version, publish

        editor = self._page.editor
        if not editor.save():
            return
        editor.refresh()
        version = self._version
        problems = check_version(version)
        errors = [problem for problem in problems if problem.severity == "error"]
        title = f"{version.title}, {version.number}"
        if errors:
            sentences = [str(problem.message) for problem in errors]
            messages.error(self._page, _("This version is not complete yet"), listed(sentences))
            node = nodes.node_at_or_none(version, errors[0].field)
            if node is not None:
                editor.go_to(*nodes.node_at(version, errors[0].field))
            return
        left = len(problems)
        words = [_("Once it is published it does not change any more; the next version starts from it.")]
        if left:
            words.append(
                ngettext(
                    "{n} text is in one language only: it is shown as it is to everybody.",
                    "{n} texts are in one language only: they are shown as they are to everybody.",
                    left,
                ).format(n=left)
            )
        question = _("Publish “{title}”?").format(title=title)
        if not messages.confirm(self._page, question, "\n\n".join(words), _("Publish")):
            return
        version_id = version.id
        assert version_id is not None
        operations.run(
            self._context,
            message(N_("Publication of “{title}”"), title=title),
            lambda write: publish(write, version_id, today()),
            parent=self._page,
        )
        editor.refresh()

    def thaw(self) -> None:
        """A version published too early becomes a draft again, while nothing uses it."""
        from oci_desktop.services.questionnaires import back_to_draft

        version = self._version
        version_id = version.id
        assert version_id is not None
        title = f"{version.title}, {version.number}"
        text = _("It can be changed again, and no campaign can use it until it is published.")
        if messages.confirm(self._page, _("Take “{title}” back to a draft?").format(title=title), text, _("Take back")):
            operations.run(
                self._context,
                message(N_("“{title}” is a draft again"), title=title),
                lambda write: back_to_draft(write, version_id),
                parent=self._page,
            )
            self._page.editor.refresh()

    def delete(self) -> None:
        """The draft that is open goes; it can be undone."""
        from oci_desktop.services.questionnaires import delete_version

        version = self._version
        version_id = version.id
        assert version_id is not None
        title = f"{version.title}, {version.number}"
        question = _("Delete the draft “{title}”?").format(title=title)
        if not messages.confirm(self._page, question, _("It can be undone."), _("Delete"), danger=True):
            return
        form = self._page.editor.form
        if form is not None:
            form.forget_kept()
            self._page.editor.form = None

        def deleted(write: Writer) -> bool:
            delete_version(write, version_id)
            return True

        done = operations.run(
            self._context,
            message(N_("Deletion of the draft “{title}”"), title=title),
            deleted,
            parent=self._page,
        )
        if done:
            self._page.show_list()
        else:
            self._page.open(version_id)

    # Looking.

    def preview(self, what: str) -> None:
        """The form as the member will see it, its attestation, or the large print; saved first, so that all shows."""
        from oci_desktop.gui.dialogs.paper import Document
        from oci_desktop.gui.dialogs.preview import preview

        editor = self._page.editor
        if not editor.save():
            return
        editor.refresh()
        version, database = editor.version, self._context.database

        def make(paper: Paper, progress: Progress) -> bytes:
            if what == "large":
                from oci_desktop.reports import render_report

                chosen = {"version": f"{version.code}@{version.number}"}
                return render_report(
                    database, "questionnaire", self._context.as_of, paper.lang, chosen, paper=paper.paper,
                    landscape=bool(paper.landscape), progress=progress,
                )  # fmt: skip
            from oci_desktop.queries.assessment_forms import ATTESTATION, QUESTIONNAIRE, WHOLE
            from oci_desktop.reports.questionnaire_form import preview_form

            document = ATTESTATION if what == "attestation" else WHOLE if version.level == "B" else QUESTIONNAIRE
            return preview_form(database, version, document, paper.lang, paper.paper)

        title = f"{version.title}, {version.number}"
        preview(self._context, Document(f"questionnaire-{what}", title, title, make), parent=self._page)

    def compare(self) -> QDialog | None:
        """What differs from the version that this one starts from, or from any other."""
        from oci_desktop.gui.pages.questionnaires.comparison import DifferenceDialog

        editor = self._page.editor
        if not editor.save():
            return None
        editor.refresh()
        version = editor.version
        with self._context.database.read() as reader:
            rows = [row for row in list_versions(reader) if row.id != version.id]
            others = [(row.id, f"{row.title}, {row.number}") for row in rows]
            if not others:
                self._context.tell(_("There is no other version to compare with."), "neutral")
                return None
            own = [row.id for row in rows if row.questionnaire_id == version.questionnaire_id]
            first = version.based_on_id if version.based_on_id in own else (own or [others[0][0]])[0]
            found = difference(get_version(reader, first), version)
        title = _("What differs in {title}").format(title=f"{version.title}, {version.number}")
        dialog = DifferenceDialog(self._page, title, found, others=others, other=first)

        def compare_with(other: int) -> None:
            with self._context.database.read() as reader:
                dialog.show_difference(difference(get_version(reader, other), version))

        dialog.other_asked.connect(compare_with)
        dialog.open()
        return dialog

    # Files.

    def export(self) -> None:
        """The version that is open, as a workbook or as text."""
        from oci_desktop.exchange.questionnaire_files import write_questionnaire_file

        if not self._page.editor.save():
            return
        version = self._version
        folder = self._context.settings.get("paper.folder") or str(Path.home())
        suggested = str(Path(str(folder)) / f"{version.code}-{version.number}.xlsx")
        chosen = messages.choose_save_file(self._page, _("Export the questionnaire"), suggested, _OUT)
        if chosen is None:
            return
        path = chosen if chosen.suffix else chosen.with_suffix(".xlsx")
        try:
            write_questionnaire_file(version, path)
        except OciError as refused:
            messages.error(self._page, _("Not exported"), str(refused))
            return
        self._context.tell(_("Saved: {file}").format(file=path))

    def import_file(self) -> None:
        """Read a file in a worker, show what it would change, and take it in when the person agrees."""
        if not self._page.may_leave():
            return
        chosen = messages.choose_open_file(self._page, _("Import a questionnaire"), "", _IN)
        if chosen is None:
            return
        database = self._context.database

        def work(progress: Progress) -> tuple[VersionDraft, Imported]:
            from oci_desktop.exchange.questionnaire_files import judge_version, read_questionnaire_file

            progress.step(text=chosen.name)
            draft = read_questionnaire_file(chosen)
            with database.read() as reader:
                return draft, judge_version(reader, draft)

        def refused(problem: BaseException) -> None:
            if not isinstance(problem, OciError):
                raise problem
            messages.error(self._page, _("Nothing was imported"), listed(str(problem).split("\n")))

        self._context.tasks.start(
            _("Reading {file}").format(file=chosen.name), work, lambda read: self._judged(*read), refused
        )

    def _judged(self, draft: VersionDraft, judged: Imported) -> None:
        from oci_desktop.gui.pages.questionnaires.comparison import DifferenceDialog

        if not judged.changed:
            self._context.tell(str(judged.sentence()), "neutral")
            if judged.draft.id is not None:
                self._page.open(judged.draft.id)
            return
        dialog = DifferenceDialog(self._page, str(judged.sentence()), judged.changes, verb=_("Import"))
        dialog.accepted.connect(lambda: self._take_in(draft))
        self.asking = dialog
        dialog.open()

    def _take_in(self, draft: VersionDraft) -> None:
        from oci_desktop.exchange.questionnaire_files import import_version

        label = N_("Import of the questionnaire “{title}”, version {number}")
        imported: Any = operations.run(
            self._context,
            message(label, title=draft.title_fr, number=draft.number),
            lambda write: import_version(write, draft),
            parent=self._page,
        )
        if imported is not None:
            self._page.open(imported.version_id)


def next_number(number: str) -> str:
    """What the next version is likely to be called: "1.0" → "2.0", "2026" → "2027"."""
    head, dot, tail = number.partition(".")
    return f"{int(head) + 1}{dot}{'0' if tail.isdigit() else tail}" if head.isdigit() else f"{number}.2"


def listed(sentences: list[str]) -> str:
    """The first of many sentences, and how many more there are."""
    shown = sentences[:_MOST_SENTENCES]
    more = len(sentences) - len(shown)
    if more:
        shown.append(ngettext("… and {n} more.", "… and {n} more.", more).format(n=more))
    return "\n".join(shown)
