"""What an endpoint answers, and what becomes of it."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pydantic import SecretStr, ValidationError
from standardwebhooks.webhooks import Webhook

from activities.endpoints import asked_for, signed
from activities.event_outbox import Endpoint
from domain.subscriptions.delivery import (
    KEPT_FOR,
    LONGEST_PAUSE,
    PAUSES,
    Answer,
    Away,
    Gone,
    PutOff,
    Refused,
    SetAside,
    Standing,
    Taken,
    after_refusal,
    answer_of,
    judged,
    standing_after,
)
from domain.subscriptions.subscription import Subscription
from workers.subscriptions_cli import drawn_secret

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, Taken()),
        (204, Taken()),
        (302, Away("302 (a redirect)")),
        (400, Refused("400")),
        (401, Away("401")),
        (404, Away("404")),
        (410, Gone()),
        (413, Refused("413")),
        (422, Refused("422")),
        (429, Away("429", HOUR)),
        (500, Away("500", HOUR)),
        (503, Away("503", HOUR)),
    ],
)
def test_a_status_says_whether_it_is_about_the_event_or_about_all_that_we_send(
    status: int, answer: Answer
) -> None:
    after = HOUR if status in (429, 500, 503) else timedelta()
    assert answer_of(status, after) == answer


def test_an_event_is_tried_again_for_three_days_and_kept_for_much_longer() -> None:
    assert timedelta(days=3) < sum(PAUSES, timedelta()) < timedelta(days=4) < KEPT_FOR
    assert [after_refusal(before) for before in range(len(PAUSES))] == [PutOff(each) for each in PAUSES]
    assert after_refusal(len(PAUSES)) == SetAside()


def test_an_endpoint_that_takes_nothing_is_asked_ever_later_and_paused_in_the_end() -> None:
    standing, waited = Standing(), timedelta()
    while standing.paused is None:
        standing = standing_after(standing.failures, [Away("503")])
        waited += standing.pause
    assert (standing.paused, standing.reply, waited) == ("away", "503", sum(PAUSES, timedelta()))


def test_an_endpoint_that_takes_something_between_two_refusals_is_alive() -> None:
    assert standing_after(5, [Taken(), Refused("422")]) == Standing()
    assert standing_after(5, [Refused("422")]) == Standing()
    assert standing_after(5, [Taken(), Away("429", HOUR)]) == Standing(0, HOUR, None, "429")


def test_what_one_event_meets_with_while_others_are_taken_is_its_own_trouble() -> None:
    own, busy, slow = Away("500"), Away("503"), Away("502", HOUR)
    tried: list[tuple[Answer, int]] = [(Taken(), 0), (own, 0), (busy, 0), (slow, 0)]
    assert judged(tried) == [Taken(), Refused("500"), busy, slow]
    assert judged([(own, 0), (own, 0)]) == [own, own]


def test_an_event_that_is_known_for_its_own_trouble_says_nothing_of_the_endpoint_when_it_is_tried_alone() -> (
    None
):
    own = Away("500")
    assert judged([(own, 1)]) == [Refused("500")]
    assert judged([(own, 1), (own, 0)]) == [own, own], "of the other one nothing is known"


@pytest.mark.parametrize(
    "answer", [Away("ConnectError"), Away("503"), Away("404"), Away("502", HOUR), Gone()]
)
def test_what_the_endpoint_would_answer_to_any_event_is_never_the_trouble_of_one(answer: Answer) -> None:
    assert judged([(answer, 1)]) == [answer]


def test_an_endpoint_is_given_the_time_that_it_asks_for_and_no_more_than_a_day() -> None:
    assert standing_after(0, [Away("503", HOUR)]).pause == HOUR
    assert standing_after(3, [Away("503", timedelta(seconds=1))]).pause == PAUSES[3]
    assert standing_after(0, [Away("503", timedelta(days=900))]).pause == LONGEST_PAUSE


def test_gone_is_gone_whatever_else_was_answered() -> None:
    assert standing_after(0, [Taken(), Gone(), Away("503")]).paused == "gone"


@pytest.mark.parametrize(
    ("written", "least", "most"),
    [
        ("120", 120, 120),
        ("9" * 400, 10**6, 10**6),
        ("-5", 0, 0),
        ("soon", 0, 0),
        ("", 0, 0),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 0, 0),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", 0, 0),
        ("Fri, 31 Dec 2199 23:59:59 GMT", 10**9, 10**10),
    ],
)
def test_retry_after_is_read_in_seconds_or_as_an_instant(written: str, least: int, most: int) -> None:
    found = asked_for(httpx.Response(503, headers={"retry-after": written}))
    assert timedelta(seconds=least) <= found <= timedelta(seconds=most)


def test_each_secret_that_counts_gives_a_signature_and_none_shows_in_what_is_printed() -> None:
    secrets = (drawn_secret(), drawn_secret())
    to = Endpoint("https://desk.example/", tuple(map(SecretStr, secrets)))
    headers = signed(to.secrets, "id", "{}", datetime.now(UTC))
    assert len(headers["webhook-signature"].split()) == 2
    for secret in secrets:
        assert Webhook(secret).verify("{}", headers) == {}
        assert secret.startswith("whsec_")
        assert secret not in repr(to)


GIVEN = {"name": "housing", "url": "https://desk.example/", "owner": "a desk", "events": ("case.*",)}


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"url": "http://desk.example/"}, "by https"),
        ({"url": "http://10.0.0.7/"}, "by https"),
        ({"url": "https://"}, "an address is written"),
        ({"url": "ftp://desk.example/"}, "an address is written"),
        ({"url": "desk.example"}, "an address is written"),
        ({"url": "https://desk.example:port/"}, "[Pp]ort"),
        ({"url": "https://[::1"}, "IPv6"),
        ({"url": "https://desk:secret@desk.example/"}, "no user"),
        ({"url": "https://desk.example/#part"}, "never sent"),
        ({"url": "https://desk.example/\r\nX: y"}, "pattern"),
        ({"events": ()}, "at least 1"),
        ({"events": ("breach.*",)}, "no event type"),
        ({"events": ("case.clos*",)}, "no event type"),
        ({"jurisdictions": ()}, "at least 1"),
        ({"jurisdictions": ("*",)}, "pattern"),
        ({"owner": " "}, "at least 1"),
        ({"name": "a desk"}, "pattern"),
    ],
)
def test_a_subscription_that_could_never_be_served_is_refused(wrong: dict[str, object], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Subscription.model_validate(GIVEN | wrong)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://desk.example/", False),
        ("http://127.0.0.1:9000/", True),
        ("http://[::1]:9000/", True),
        ("http://localhost/", True),
        ("https://localhost.example/", False),
    ],
)
def test_an_exercise_tells_this_machine_and_systems_for_training(url: str, *, told: bool) -> None:
    given = Subscription.model_validate(GIVEN | {"url": url})
    assert given.may_be_told(exercise=False)
    assert given.may_be_told(exercise=True) is told
    assert given.model_copy(update={"training": True}).may_be_told(exercise=True)
