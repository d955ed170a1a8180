"""A readable report: one telling of a draft, written out as Markdown or as PDF by those who know these forms."""

from collections.abc import Iterator
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from domain.court.report.draft import ReportDraft
from domain.court.report.passages import Days, Passage
from domain.court.report.telling_facts import facts_of
from domain.court.report.telling_opinions import opinions_of


class Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    case: str
    title: str
    mark: str
    """Whether this is a draft, or what was known when the report was filed."""
    head: tuple[tuple[str, str], ...]
    """Label and value."""
    missing: tuple[str, ...]
    corrections: tuple[str, ...]
    facts: tuple[Passage, ...]
    opinions: tuple[Passage, ...]
    notes: tuple[str, ...]
    is_draft: bool
    known_at: datetime


def document_of(draft: ReportDraft) -> Document:
    days = Days(draft.calendar)
    return Document(
        case=draft.case,
        title=f"{'Final report' if draft.final else 'Report'} to the court",
        mark=_mark(draft, days),
        head=tuple(_head(draft, days)),
        missing=tuple(each.what for each in draft.missing),
        corrections=tuple(
            f"{each.what} on {days.day(each.occurred_at)}: taken back on {days.day(each.withdrawn_at)}"
            for each in draft.corrections
        ),
        facts=tuple(facts_of(draft.facts, days)),
        opinions=tuple(opinions_of(draft.opinions, days)),
        notes=tuple(_notes(draft)),
        is_draft=draft.state == "due",
        known_at=draft.known_at,
    )


def _mark(draft: ReportDraft, days: Days) -> str:
    if draft.filed_at is None:
        return f"Draft, drawn on {days.day(draft.known_at)}. To be checked and signed before it is filed."
    reference = f" as {draft.reference}" if draft.reference else ""
    return f"Filed on {days.day(draft.filed_at)}{reference}. Drawn from what was known then."


def _head(draft: ReportDraft, days: Days) -> Iterator[tuple[str, str]]:
    period = draft.period
    yield "Case", draft.case
    yield "Person", draft.person or "not named"
    yield "Period", f"{days.day(period.since)} to {days.day(period.until)}, since {period.since_what}"
    ends = draft.supervision_end or "further notice"
    yield "Supervision", f"from {days.day(draft.supervision_began)} until {ends}"
    yield "Due", str(draft.day)
    yield "Reported by", f"{draft.case_holder or 'nobody yet'}, justice case holder"
    yield "Case manager", draft.case_manager or "nobody yet"


def _notes(draft: ReportDraft) -> Iterator[str]:
    yield "A breach is alleged until it is decided."
    yield (
        "Each entry has the day on which it happened and, where that is another one, the day on which it became "
        "known. What is marked as not in the former report had happened before that report, and wasn't known then."
    )
    if draft.state == "filed":
        yield "The report itself, as it was signed and filed, is with the court."
    yield "Names are references. Nothing in this report was scored, weighed or predicted by a machine."
    if draft.withheld:
        yield f"Activities of these kinds are not reported to a court: {', '.join(draft.withheld)}."
