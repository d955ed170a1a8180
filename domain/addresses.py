"""Every name by which the parts of Throughcare find each other: queue, workflow ids, messages, search attributes.

Plain strings, so that a console, a dashboard or another language can use them without our code. Names carry
pseudonymous references only, never content.
"""

TASK_QUEUE = "throughcare"

TRANSITION_CASE = "TransitionCase"
RELEASE_WATCH = "ReleaseWatch"
RELEASE_WATCH_SCHEDULE = "release-watch"
NOTICE_SENDING = "NoticeSending"
NOTICE_SENDING_SCHEDULE = "notice-sending"
RECONCILIATION = "Reconciliation"
RECONCILIATION_SCHEDULE = "reconciliation"
EVENT_SENDING = "EventSending"
EVENT_SENDING_SCHEDULE = "event-sending"

DELIVER = "deliver"
"""Signal to a case: a batch of facts from its inbox."""
REPORT = "report"
"""Signal to a case: what one of its procedures has decided or finished."""
BRIEF = "brief"
"""Signal to a procedure: what the case knows that the procedure needs."""
LOOK = "look"
"""Signal to a case: read the inbox again and check on the running procedures."""

WAIVE = "waive"
"""Update on a case or procedure: an obligation is waived by a person, with the reason."""
HOLD = "hold"
"""Update on a case: nothing is reminded or escalated until it is resumed."""
RESUME = "resume"
CHANGE_POLICY = "change-policy"
"""Update on a case: from now on it goes by another policy, which comes with it as data."""

PROGRESS = "progress"
"""Query on a reconciliation: what it has come to so far."""

STANDING = "standing"
"""Query on a case or procedure: version, folded state and events not yet in the ledger, in one answer."""

SEARCH_ATTRIBUTES = {
    "CasePhase": "Keyword",
    "Jurisdiction": "Keyword",
    "CaseManager": "Keyword",
    "RiskLevel": "Keyword",
    "ReleaseDate": "Datetime",
    "NextDue": "Datetime",
    "Overdue": "Int",
    "OpenBreaches": "Int",
}
"""What operators list cases by in the Web UI: name and Temporal type. Plain text in Temporal's store."""


def case_id(case: str) -> str:
    """The only address of a case, and the name of its stream in the ledger."""
    return f"case/{case}"


def procedure_id(case: str, procedure: str, number: int) -> str:
    """The address of the ``number``-th procedure that the case has started, and the name of its stream."""
    return f"case/{case}/{procedure}/{number}"


def is_case_stream(stream: str) -> bool:
    return stream.count("/") == 1


def case_of(stream: str) -> str:
    """The case reference in a case's or a procedure's workflow id."""
    return stream.split("/")[1]


def procedure_of(stream: str) -> tuple[str, int]:
    """Name and number of the procedure with this workflow id."""
    procedure, number = stream.split("/")[2:]
    return procedure, int(number)
