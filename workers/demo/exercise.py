"""The exercise itself: the role players look and speak until every story has come to its end."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from workers.demo.gateway import DemoGateway
from workers.demo.players import CloudEvent, Player, all_players
from workers.demo.story import Story, View

BETWEEN_LOOKS = 0.33
LONGEST = timedelta(days=1_400)
"""Case time after which a story that hasn't ended is given up."""

Views = dict[str, View]
Show = Callable[[datetime, Mapping[str, View]], None]


async def play(gateway: DemoGateway, stories: Sequence[Story], show: Show) -> Views:
    """The last view of each case, at its end or when time was up."""
    started = await gateway.now()
    players = all_players(started.date())
    views: Views = {}
    while (now := await gateway.now()) < started + LONGEST:
        going_on = [story for story in stories if not has_ended(views.get(story.case))]
        if not going_on:
            break
        views |= await gateway.views([story.case for story in going_on])
        show(now, views)
        await _speak(gateway, players, going_on, views, now.date())
        await asyncio.sleep(BETWEEN_LOOKS)
    return views


def has_ended(view: View | None) -> bool:
    """Closed, and its procedures have heard of it."""
    return (
        view is not None
        and view["phase"] == "closed"
        and not any(each["state"] == "open" for each in view["obligations"])
    )


async def _speak(
    gateway: DemoGateway, players: Sequence[Player], stories: Sequence[Story], views: Views, today: date
) -> None:
    """Each agency sends what it has to say, on its own."""
    told = [_said_by(player, stories, views, today) for player in players]
    await asyncio.gather(*(gateway.tell(events) for events in told if events))


def _said_by(player: Player, stories: Sequence[Story], views: Views, today: date) -> list[CloudEvent]:
    events: list[CloudEvent] = []
    for story in stories:
        events += player.begins(story, today)
        if (view := views.get(story.case)) is not None:
            events += player.looks(story, view)
    return events
