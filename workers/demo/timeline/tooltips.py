"""What stands behind a bar or a mark, shown under the pointer."""

from datetime import datetime

from workers.demo.timeline.history import Stretch
from workers.demo.timeline.owed import Owed


def of_stretch(stretch: Stretch) -> str:
    about = f" {stretch.about}" if stretch.about else ""
    return f"{stretch.name.replace('-', ' ')}{about}: {day(stretch.start)} to {day(stretch.end)}"


def of_owed(one: Owed) -> str:
    return f"{one.what}: {one.owner}, due {day(one.due)}, {one.state}"


def day(at: datetime) -> str:
    return f"{at.day} {at:%b %Y}"
