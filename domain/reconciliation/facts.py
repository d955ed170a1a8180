"""The correction of a difference, as a fact of the case: nobody outside can tell it."""

from domain.events import OwnFact
from domain.vocabulary import Word

SOURCE = "throughcare:reconciliation"
"""Ours alone: the gateway takes nothing from it."""


class CaseReconciled(OwnFact, name="case.reconciled"):
    """What the stores said of the case differed, and this was undertaken; whether it helped, the next run sees."""

    kind: Word
    """What differed: see ``RULES``."""
    about: str = ""
    """Which numbers, or which workflow; empty where it was the case as a whole."""
    undertaken: Word
    """What was to mend it; it may have failed, and then it was entered for a person."""
