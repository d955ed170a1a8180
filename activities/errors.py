"""What can go wrong with the outside, as one tree.

ActivityError
├── StoreUnavailable    PostgreSQL can't be reached, or not in time; the same call may succeed later
└── OutOfBounds         (activities.bounds) it concerns jurisdictions that whoever told it isn't bound to

Each adapter translates its library's errors once, ``from exc``. Messages carry no content and no address.
"""


class ActivityError(Exception):
    """Something outside didn't do what we asked of it."""


class StoreUnavailable(ActivityError):
    """PostgreSQL can't be reached, or not in time; nothing was stored, the same call may succeed later."""
