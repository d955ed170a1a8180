"""The caseload of the demo. All of it is fictional; every day is counted from the start of the exercise."""

from collections.abc import Mapping

from workers.demo.story import Day, Happening, Later, Story


def _release(case: str, on: int, release: int, supervision_end: int) -> Happening:
    """Prison announces a release date, or a new one."""
    data = {
        "person": _person(case),
        "jurisdiction": "eu",
        "entry": "sentence",
        "kind": "confirmed",
        "release_date": Day(release),
        "supervision_end": Day(supervision_end),
        "establishment": "north",
        "reported_level": "medium",
    }
    return Happening(on, "prison", "custody.release-date", data)


def _community_sentence(case: str, start: int, end: int) -> Happening:
    data = {
        "person": _person(case),
        "jurisdiction": "eu",
        "entry": "alternative",
        "kind": "unknown",
        "release_date": None,
        "supervision_start": Day(start),
        "supervision_end": Day(end),
    }
    return Happening(0, "court", "custody.release-date", data)


def _breach(on: int) -> Happening:
    data = {
        "breach": "b1",
        "condition": "c1",
        "urgency": "routine",
        "description": "Didn't come to three appointments.",
    }
    return Happening(on, "probation", "breach.reported", data, phase="supervision", known="conditions")


def _concern(on: int) -> Happening:
    data = {
        "concern": "k1",
        "kind": "radical-contact",
        "urgency": "routine",
        "description": "Seen with a former companion.",
    }
    return Happening(on, "police", "risk.concern-raised", data, phase="supervision")


def _back_in_custody(on: int, release_in: int, supervision_for: int) -> Happening:
    data = {
        "reason": "recall",
        "kind": "confirmed",
        "release_date": Later(release_in),
        "supervision_end": Later(release_in + supervision_for),
    }
    return Happening(on, "prison", "custody.returned", data, phase="recalled")


def _nomination(on: int, role: str) -> Happening:
    """Before anybody has asked for it: it waits until nominations are open."""
    return Happening(
        on,
        role,
        "appointment.nominated",
        {"nominee": f"{role}:eu", "rationale": "Has worked with her for a year."},
    )


def _person(case: str) -> str:
    return case.replace("C-", "P-")


def _completed(**more: object) -> Mapping[str, object]:
    return {"phase": "closed", "closed_because": "completed"} | {
        path.replace("__", "."): value for path, value in more.items()
    }


STORIES = (
    Story(
        case="C-101",
        title="Straight through",
        told="Prepared for six months, released on the day, supervised, supported to a planned end.",
        happenings=(_release("C-101", 0, 195, 495),),
        expects=_completed(case_manager__role="probation", handover__state="complete"),
        level="low",
    ),
    Story(
        case="C-102",
        title="A short sentence",
        told="Eleven weeks are left when the case opens: the whole preparation is squeezed into them.",
        happenings=(_release("C-102", 0, 78, 348),),
        expects=_completed(short_notice=True),
    ),
    Story(
        case="C-103",
        title="The psychologist as case manager",
        told="The network votes for the psychologist. Police and prison answer late, and are chased.",
        happenings=(_release("C-103", 0, 200, 470), _nomination(20, "psychologist")),
        expects=_completed(case_manager__role="psychologist", case_manager__interim=False),
        manager="psychologist",
        late={
            ("police", "answer-invitation"): 16,
            ("local-government", "sign-agreement"): 9,
            ("prison", "supply-item"): 12,
        },
    ),
    Story(
        case="C-104",
        title="A breach that changes the terms",
        told="High risk, a concern, then missed appointments: the court changes the condition; it goes well.",
        happenings=(_release("C-104", 0, 192, 492), _concern(228), _breach(275)),
        expects=_completed(level="high", breaches__0__outcome="terms-changed"),
        level="high",
        breach_outcome="terms-changed",
    ),
    Story(
        case="C-105",
        title="Revoked, and released again",
        told="Two months after release the court revokes; prepared anew in custody, the second time holds.",
        happenings=(
            _release("C-105", 0, 190, 620),
            _breach(250),
            _back_in_custody(270, release_in=125, supervision_for=255),
        ),
        expects=_completed(breaches__0__outcome="revoked", custody__status="at-liberty"),
        breach_outcome="revoked",
    ),
    Story(
        case="C-106",
        title="The release date moves twice",
        told="Six weeks later, then eight weeks earlier: every date before release is counted anew.",
        happenings=(
            _release("C-106", 0, 205, 475),
            _release("C-106", 50, 247, 475),
            _release("C-106", 118, 191, 475),
        ),
        expects=_completed(release__date=Day(191), handover__state="complete"),
        refuses=frozenset({"health-summary"}),
    ),
    Story(
        case="C-107",
        title="A community sentence",
        told="Never in prison: no handover, the network is built while supervision runs.",
        happenings=(_community_sentence("C-107", 14, 310),),
        expects=_completed(handover=None),
        level="low",
    ),
    Story(
        case="C-108",
        title="A death",
        told="Three months after release the person dies: everything still owed lapses, and the case closes.",
        happenings=(
            _release("C-108", 0, 190, 560),
            Happening(284, "probation", "person.died", {}, phase="supervision"),
        ),
        expects={"phase": "closed", "closed_because": "died"},
    ),
)
