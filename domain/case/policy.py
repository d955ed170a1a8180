"""What a policy says of a case as a whole: its preparation, and facts that come late."""

from typing import Literal

from domain.policy_parts import Rules
from domain.span import Span, SpanBefore


class Preparation(Rules):
    """From opening to release. Spans count back from the release date unless they say otherwise."""

    opens: SpanBefore
    hold: Span
    """A release date that changes back within this time changes nothing."""
    person_informed: SpanBefore
    network_complete: SpanBefore
    items_supplied: SpanBefore
    items_acknowledged: SpanBefore
    acknowledge_late_item: Span
    """To acknowledge an item that came late; counted from its supply."""
    nominations: SpanBefore
    assessment_concluded: SpanBefore
    plan_agreed: SpanBefore
    release_check: SpanBefore
    release_check_counts: SpanBefore
    """How long before its date a meeting already counts as the release check."""
    confirm_release: Span
    """After the release date has passed without a word from prison."""
    supply_requested_item: Span | None = None
    """To supply an item that is asked for anew; counted from the request. None: by the date of all items."""
    acknowledge_newer_item: Span | None = None
    """To acknowledge an item that replaces an acknowledged one, each time anew; counted from its supply."""
    assess_leader: Span | None = None
    """To assess and address a charismatic extremist; counted from the finding (R7)."""
    decide_gaps: SpanBefore | None = None
    """By when the manager decides about what the release check found missing."""
    plan_begins: Literal["reception", "preparation"] | None = None
    """Whether a plan that was agreed before the case was opened counts: it does, unless ``preparation`` (R20)."""
    catch_up: Span | None = None
    """At short notice: how long after release all is made good where there was hardly a working day before it."""
    keeps_items: SpanBefore | None = None
    """How old what was handed over may be when another release is prepared: what is older is asked for anew. None:
    it all stays."""


class ReceiptRules(Rules):
    """What it means that facts are received late, or in another order than they occurred in."""

    earlier_counts: bool
    """Whether what is heard of late counts where it belongs, although something later was heard of before."""
    judged_then: bool = False
    """Whether a fact is judged by what was so when it occurred: who was in the network, whether the person was under
    supervision; and waits from when it is received on. A case that runs goes on as it began."""
    contradictions: Literal["taken", "refused"] = "taken"
    """What becomes of a fact that can't be so: a step that was taken before what it is about, a condition that was over
    before it began."""
    unknown_kept: SpanBefore | None = None
    """How long a fact about a case that the register doesn't know is kept for it; of the pack for all, since nobody
    knows yet whose case it is. None: ``domain.dead_letters.UNKNOWN_KEPT``."""
