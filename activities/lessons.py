"""Lessons as they are read: what cases have taught, without the cases."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.vocabulary import AdHocRole, PermanentRole, Reference

MOST_LESSONS = 200
"""Lessons on one page of a list."""


class LessonFilters(BaseModel):
    """Which lessons a list shows; what is None doesn't filter."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    jurisdiction: Reference | None = None
    role: PermanentRole | AdHocRole | Literal["person"] | None = None


class LessonShown(BaseModel):
    """What an evaluation has taught: where, in which role it was said and in which month, never in which case."""

    model_config = ConfigDict(frozen=True)
    jurisdiction: str
    role: str
    month: str
    text: str


class LessonPage(BaseModel):
    """Lessons in the order of their months; ``next`` is the token of the page after this one."""

    model_config = ConfigDict(frozen=True)
    lessons: tuple[LessonShown, ...]
    next: str | None = None
