"""What is owed, in the words of a notice: from the obligation's id alone, for a notice follows from its event alone."""

_WORDS = {
    "answer-invitation": "answer the invitation ({})",
    "sign-agreement": "sign the agreement and the code of conduct ({})",
    "find-substitute": "find another member for {}",
    "supply-item": "supply {}",
    "acknowledge-item": "acknowledge {}",
    "decide-manager": "decide on the case manager",
    "conclude-assessment": "conclude joint assessment {}",
    "agree-plan": "agree the plan",
    "hold-meeting": "hold a meeting of the network",
    "release-check": "meet for the release check",
    "confirm-release": "confirm the release of {}, or give its new date",
    "first-contact": "first contact after release",
    "file-court-report": "file the court report due on {}",
    "triage-breach": "triage alleged breach {}",
    "review-breach": "review alleged breach {} together",
    "refer-breach": "refer alleged breach {}, or withdraw it",
    "decide-breach": "decide alleged breach {}",
    "acknowledge-concern": "acknowledge concern {}",
    "review-concern": "review concern {} together",
    "inform-person": "inform the person",
    "find-provider": "find a provider for {}",
    "provide-activity": "provide {}",
    "assess-leader": "assess and address, with prison, the charismatic extremist",
    "decide-gaps": "decide about what is missing before release",
    "review-plan": "review the plan after joint assessment {}",
    "plan-ending": "plan the end of support",
    "evaluate": "say how it went",
    "follow-up": "follow up after the end of support",
    "hand-over-case": "hand over the case",
}


def in_words(obligation: str) -> str:
    """``supply-item:health-summary`` is "supply health-summary"; a kind without words is told by its name."""
    kind, _, about = obligation.partition(":")
    words = _WORDS.get(kind)
    return words.format(about) if words else f"{kind.replace('-', ' ')} {about}".strip()
