"""The timeline of a case as a picture: what it is read from, and that nothing covers anything else."""

from typing import Any
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as some

from tests.unit.demo_cases import on, raised, recorded, view_of
from workers.demo.timeline.history import history
from workers.demo.timeline.packing import levels, rows, tiers, width_of
from workers.demo.timeline.picture import drawn, laid_out
from workers.demo.timeline.records import records
from workers.demo.timeline.scale import Scale

NETWORK = "case/C-1/network-building/1"
LEDGER = [
    recorded("custody.release-date", 0, release_date="2027-05-01"),
    recorded("case.opened", 1),
    recorded("case.procedure-started", 1, procedure="network-building", number=1, about=None),
    raised("answer-invitation:police:eu", 1, 15, NETWORK),
    recorded("obligation.reminded", 8, NETWORK, obligation="answer-invitation:police:eu", to="police:eu"),
    recorded("obligation.escalated", 15, NETWORK, obligation="answer-invitation:police:eu", step=1),
    recorded("obligation.met", 17, NETWORK, obligation="answer-invitation:police:eu", late=True),
    recorded("case.procedure-ended", 40, procedure="network-building", number=1, outcome="done"),
    recorded("custody.release-date", 50, release_date="2027-06-01"),
    raised("agree-plan", 2, 80),
    recorded("obligation.moved", 50, obligation="agree-plan", due=on(90).isoformat(), owner="police:eu"),
    recorded("custody.released", 151, reason="released"),
    recorded("case.phase-entered", 152, phase="supervision", since=on(151).isoformat()),
    recorded("person.died", 200),
    recorded("obligation.lapsed", 200, obligation="agree-plan", reason="died"),
    recorded("case.closed", 200, because="died"),
]
places = some.lists(some.integers(0, 1000).map(float), max_size=40)


def read(ledger: list[dict[str, Any]] = LEDGER) -> Any:  # noqa: ANN401
    return history(records(ledger))


def test_phases_follow_each_other_without_a_gap() -> None:
    assert [(each.name, each.start, each.end) for each in read().phases] == [
        ("preparation", on(1), on(151)),
        ("supervision", on(151), on(200)),
    ]


def test_an_obligation_is_shown_where_it_was_due_last_and_as_it_ended() -> None:
    answer, plan = read().owed
    assert (answer.lane, answer.state, answer.due) == ("network-building", "late", on(15))
    assert (len(answer.reminded), len(answer.escalated)) == (1, 1)
    assert (plan.lane, plan.state, plan.due, plan.owner) == (
        "person and plan",
        "lapsed",
        on(90),
        "police:eu",
    )


def test_what_is_raised_again_is_another_obligation() -> None:
    again = [*LEDGER[:-1], raised("agree-plan", 210, 220), LEDGER[-1]]
    assert [each.state for each in read(again).owed] == ["late", "lapsed", "open"]


def test_the_first_release_date_is_no_interrupt_and_the_next_one_is() -> None:
    assert [(each.text, each.is_interrupt) for each in read().turns] == [
        ("release date moved to 1 Jun 2027", True),
        ("released", False),
        ("died", True),
        ("closed: died", False),
    ]


@given(some.lists(some.tuples(some.integers(0, 1000).map(float), some.text("abc ", min_size=1, max_size=30))))
def test_no_label_covers_another_and_no_line_crosses_a_label(labels: list[tuple[float, str]]) -> None:
    placed = tiers(labels)
    for index, one in enumerate(placed):
        for other in placed[index + 1 :]:
            left, right = sorted((one, other), key=lambda each: each.x)
            if right.x <= left.x + width_of(left.text):
                # The text on the left would be met by the line on the right, unless that one ends below it.
                assert left.tier > right.tier or (left.x == right.x and left.tier != right.tier)


@given(places, some.floats(1, 30))
def test_marks_on_one_level_keep_their_distance(at: list[float], gap: float) -> None:
    found = list(zip(at, levels(at, gap), strict=True))
    for index, (x, level) in enumerate(found):
        assert all(abs(x - other) >= gap for other, its in found[index + 1 :] if its == level)


@given(some.lists(some.tuples(some.integers(0, 90), some.integers(1, 20)), max_size=30))
def test_bars_in_one_row_do_not_overlap(spans: list[tuple[int, int]]) -> None:
    stretches = [(float(start), float(start + length)) for start, length in spans]
    found = list(zip(stretches, rows(stretches), strict=True))
    for index, ((start, end), row) in enumerate(found):
        assert all(start >= b or end <= a for (a, b), its in found[index + 1 :] if its == row)


def test_the_axis_names_months_and_the_year_where_it_begins() -> None:
    ticks = list(Scale(on(20), on(400), 0, 800).ticks())
    assert [(tick.label, tick.year) for tick in ticks][:2] == [("Feb", "2027"), ("Mar", "")]
    assert ("Jan", "2028") in [(tick.label, tick.year) for tick in ticks]
    assert [tick.label for tick in Scale(on(0), on(1500), 0, 800).ticks()][:3] == ["Apr", "Jul", "Oct"]


def test_lanes_stand_below_each_other_and_hold_their_marks() -> None:
    picture = laid_out("C-1", "told", view_of(), read())
    assert [lane.title for lane in picture.lanes] == ["Network building", "Person and plan"]
    for above, below in zip(picture.lanes, picture.lanes[1:], strict=False):
        assert above.bottom == below.top
    for lane in picture.lanes:
        assert all(lane.top < mark.y < lane.bottom for mark in (*lane.marks, *lane.chasing))
    assert picture.lanes[-1].bottom == picture.axis_y < picture.height


def test_the_picture_is_one_drawing_that_stands_by_itself_and_escapes_what_others_wrote() -> None:
    svg = drawn("C-1 <Story> & more", "told", view_of(), LEDGER)
    root = ElementTree.fromstring(svg)
    assert root.tag.endswith("svg")
    assert "href" not in svg
    assert "C-1 &lt;Story&gt; &amp; more" in svg
    assert 'class="late"' in svg
    assert "release date moved to 1 Jun 2027" in svg
