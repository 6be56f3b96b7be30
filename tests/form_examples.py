"""A form of 45 questions in five sections, with an attestation: nothing that is anybody's."""

from __future__ import annotations

from collections.abc import Mapping

from oci_desktop.model.form import FormChoice, FormField, FormIdentity, FormRow, FormSection, FormSpec
from oci_desktop.reports.frame import Printing
from oci_desktop.reports.kit.sheet import Letterhead

PRINTING = Printing(
    Letterhead("Association des coopératives fictives", "ACF", ("1, rue Exemple\nMontréal (Québec)  H2L 1L3",)),
    "2026-09-01",
    invariant=True,
)

_WORDS = {
    "fr": {
        "in_place": "En place",
        "partly": "En partie",
        "planned": "Prévu",
        "not_in_place": "Pas en place",
        "not_applicable": "Sans objet",
        "comment": "Commentaire",
        "action": "Action prévue",
        "text": "L’énoncé numéro {0} : le cœur de l’œuvre est-il protégé, du siège jusqu’au terrain?",
    },
    "en": {
        "in_place": "In place",
        "partly": "Partly",
        "planned": "Planned",
        "not_in_place": "Not in place",
        "not_applicable": "Not applicable",
        "comment": "Comment",
        "action": "Planned action",
        "text": "Statement number {0}: is the heart of the work protected, from head office to the field?",
    },
}

FILLED = {
    "item.1.1.answer": "partly",
    "item.1.1.comment": "L’œuvre est « en cours »\N{NARROW NO-BREAK SPACE}: à l’été.\nDeuxième ligne, ≥ 3 (Nguyễn).",
    "item.1.1.action": "Écrire d’ici mars (1 + 1)",
    "item.1.2.answer": "not_applicable",
    "item.1.2.comment": "=SOMME(1;1) reste du texte",
    "item.5.9.answer": "in_place",
    "board.date": "2026-06-09",
    "signatory.0.name": "Zoë Œrsted-N’Diaye",
    "region": "06",
    "consent": "yes",
}


def example(
    member: str = "Coopérative de l’Œuvre légère",
    lang: str = "fr",
    values: Mapping[str, str] | None = None,
    sections: int = 5,
    items: int = 9,
) -> FormSpec:
    words, values = _WORDS[lang], values or {}
    codes = ("in_place", "partly", "planned", "not_in_place", "not_applicable")
    choices = tuple(FormChoice(code, words[code], short) for code, short in zip(codes, "1234N", strict=True))
    regions = tuple(FormChoice(f"{number:02}", f"Région {number}") for number in range(1, 18))

    def row(code: str) -> FormRow:
        answer, comment, action = (f"item.{code}.{part}" for part in ("answer", "comment", "action"))
        return FormRow(
            code,
            words["text"].format(code),
            "",
            (
                FormField(answer, "choice", "", choices=choices, value=values.get(answer), required=True),
                FormField(comment, "note", words["comment"], value=values.get(comment), reason_for=("not_applicable",)),
                FormField(action, "line", words["action"], value=values.get(action)),
            ),
        )

    made = [
        FormSection(str(s), f"Principe {s} / {lang}", "", tuple(row(f"{s}.{i}") for i in range(1, items + 1)))
        for s in range(1, sections + 1)
    ]

    def own(name: str, kind: str, label: str, **more: object) -> FormField:
        return FormField(name, kind, label, value=values.get(name), **more)  # type: ignore[arg-type]

    made.append(
        FormSection(
            "",
            "Attestation",
            "À signer par deux personnes.",
            (
                FormRow("", "Discussion", "", (own("board.date", "date", "Date"),)),
                FormRow(
                    "",
                    "Direction",
                    "",
                    (
                        own("signatory.0.name", "line", "Nom"),
                        FormField("signatory.0.signature", "signature", "Signature"),
                        own("signatory.0.date", "date", "Date"),
                    ),
                ),
                FormRow("", "Siège", "", (own("region", "choice", "Région", choices=regions),)),
                FormRow("", "Partage", "", (own("consent", "check", "Nous acceptons."),)),
            ),
        )
    )
    return FormSpec(
        "questionnaire",
        "Autoévaluation d’essai" if lang == "fr" else "Trial self-assessment",
        member,
        lang,
        FormIdentity("questionnaire", "campaign-ref", f"member-{member}", "essai 1.0", "form", label="2026"),
        intro="Une réponse par énoncé.\n\nMerci.",
        sections=tuple(made),
        closing="Fin.",
        footer="essai",
    )
