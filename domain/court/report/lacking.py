"""What a draft says is missing: sections that the report has to contain, and about which the case knows nothing."""

from collections.abc import Iterator

from domain.court.report.draft import Facts, Missing, Opinions
from domain.court.report.knowledge import Knowledge

OVER = ("completed", "ended")


def lacking(facts: Facts, opinions: Opinions, known: Knowledge) -> Iterator[Missing]:
    """In the order of the sections; nothing about a section that the report needn't contain."""
    if facts.contacts == ():
        yield Missing(section="contacts", what="no contact with the person was reported in this period")
    attended = facts.attendance
    if attended and not (attended.contacts_kept or attended.contacts_missed or attended.activities):
        yield Missing(section="attendance", what="nobody has said who came to what")
    yield from _interventions(facts, known)
    if facts.conditions == ():
        yield Missing(section="conditions", what="no condition is on record")
    yield from _level(opinions, known)


def _interventions(facts: Facts, known: Knowledge) -> Iterator[Missing]:
    if facts.interventions is None:
        return
    if known.case.plan.state == "none":
        yield Missing(section="interventions", what="no plan is on record")
    elif known.case.plan.state == "drafted":
        yield Missing(section="interventions", what="the plan isn't agreed")
    for each in facts.interventions:
        if not each.steps and each.status not in OVER:
            what = f"nothing was reported about {each.activity} in this period"
            yield Missing(section="interventions", what=what)


def _level(opinions: Opinions, known: Knowledge) -> Iterator[Missing]:
    if opinions.level is None or opinions.level.assessments:
        return
    if known.case.level is None:
        yield Missing(section="level", what="no level was ever assessed")
    elif known.case.level_provisional:
        yield Missing(section="level", what="the level is provisional: no joint assessment was concluded yet")
    else:
        yield Missing(section="level", what="no joint assessment was concluded in this period")
