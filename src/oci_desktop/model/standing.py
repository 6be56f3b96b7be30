"""Steps, lateness and conditions: the codes that lists show and filter by, with their labels (English msgids).

Step and lateness are two facts. The step of a day is the last one recorded on or before it; a dispense in force
that day stands before any step but "valid". After the due date comes grace; only after it is a member late.
"""

from __future__ import annotations

from oci_desktop.i18n import N_

TO_SEND, SENT, ANSWERS, RECEIVED, TO_COMPLETE, VALID, EXEMPT, REFUSED = (
    "to_send", "sent", "answers", "received", "to_complete", "valid", "exempt", "refused",
)  # fmt: skip

STEPS = {
    TO_SEND: N_("To send"),
    SENT: N_("Sent"),
    ANSWERS: N_("Answers received"),
    RECEIVED: N_("Attestation received"),
    TO_COMPLETE: N_("To complete"),
    VALID: N_("Valid"),
    EXEMPT: N_("Exempt"),
    REFUSED: N_("Refused"),
}
"""In the order of the work; `answers` exists at level B only."""

RECORDED_STEPS = (SENT, ANSWERS, RECEIVED, TO_COMPLETE, VALID, REFUSED)
"""What a step row may hold; `to_send` is the lack of any, `exempt` comes from a dispense."""

SETTLED = (VALID, EXEMPT, REFUSED)
"""Nothing is awaited from the member any more: never late."""

NONE, GRACE, LATE = "none", "grace", "late"

LATENESS = {NONE: N_("On time"), GRACE: N_("Grace"), LATE: N_("Late")}

PENDING, EXPIRED = "pending", "expired"

STATES = {
    VALID: N_("Valid"),
    EXEMPT: N_("Exempt"),
    PENDING: N_("Under way"),
    GRACE: N_("In grace"),
    LATE: N_("Late"),
    REFUSED: N_("Refused"),
    EXPIRED: N_("Expired"),
    NONE: N_("Not asked"),
}
"""Where an organisation stands on a day as to its self-assessment: the state of the condition."""

STATE_TONES = {
    VALID: "good", EXEMPT: "neutral", PENDING: "pending", GRACE: "pending", LATE: "late", REFUSED: "late",
    EXPIRED: "pending", NONE: "neutral",
}  # fmt: skip

MET = (VALID, EXEMPT)
"""The states in which the condition "valid attestation or dispense" is met."""

SELF_ASSESSMENT = "self_assessment"
"""The code of the condition; of its dispenses too."""

LEVELS = {"A": N_("Attestation only"), "B": N_("Answers shared for the anonymised portrait")}

ACTION_STATES = {
    "to_do": N_("To do"), "under_way": N_("Under way"), "done": N_("Done"), "dropped": N_("Dropped"),
}  # fmt: skip

MAILING_KINDS = {
    "forms": N_("Forms"), "reminder": N_("Reminder"), "acknowledgement": N_("Acknowledgement"), "other": N_("Other"),
}  # fmt: skip

CHANNELS = {
    "letters": N_("Letters to post"), "drafts": N_("Drafts"), "addresses": N_("Addresses copied"),
    "smtp": N_("Sent by the program"),
}  # fmt: skip
