"""What is known of a case: the fold of its own stream, section by section as the case view shows it."""

from datetime import date

from pydantic import Field

from domain.appointment.sections import Absence, Appointment, CaseHandover, Contact, Manager
from domain.assessment.sections import Round
from domain.breach.sections import Allegation, Breach
from domain.calendar import SharedCalendar
from domain.case.sections import GivenUp, HeardLate, Running, Stay, Unused
from domain.closing.sections import Closing
from domain.court.sections import Condition, CourtReport
from domain.custody.sections import Announced, Custody, Release
from domain.handover.sections import FactorFinding, Handover, LeaderFound, LeaderWord, ReleaseCheck
from domain.meetings.sections import CalledMeeting, Meeting
from domain.network.sections import LEFT, NetworkMember, Search
from domain.obligations.obligation import Obligation
from domain.person.sections import Death, Merger
from domain.plan.sections import Plan
from domain.risk.sections import Concern
from domain.sections import Section
from domain.sharing.sections import Disclosure
from domain.supervision.sections import Attendance
from domain.transfer.sections import AreaHandover
from domain.vocabulary import (
    RELEASED_PHASES,
    Activity,
    ClosedBecause,
    Coordination,
    Entry,
    Instant,
    Level,
    Phase,
)


class CaseState(Section):
    """The whole of what is known. Empty until the case's first event."""

    case: str = ""
    person: str | None = None
    known_as: tuple[str, ...] = ()
    """References of the same person under which the case ran before they were merged into this one."""
    same_as: tuple[str, ...] = ()
    """References of other cases' records that turned out to be this person's."""
    mergers: tuple[Merger, ...] = ()
    """Those that stand, of all that the case has heard of."""
    compared: dict[str, Instant] = Field(default_factory=dict)
    """By two records: when the newest word on whether they are of one person occurred."""
    deaths: tuple[Death, ...] = ()
    alive: Custody | None = None
    """Of a person who died: where they were. It is so again once the records turn out to be of two persons."""
    merged_into: str | None = None
    """The case that goes on in the place of this one."""
    jurisdiction: str | None = None
    office: str | None = None
    transferred_at: Instant | None = None
    entry: Entry | None = None
    birth_year: int | None = None
    gender: str | None = None
    policy: str = ""
    policy_since: Instant | None = None
    """When the case was moved to it; None while it is the one that it began with."""
    phase: Phase | None = None
    """None until the case has been opened."""
    phase_since: Instant | None = None
    phases: tuple[Stay, ...] = ()
    """The way it has come, from its opening on; of very many phases the newest."""
    closed_because: ClosedBecause | None = None
    phase_before_closing: Phase | None = None
    since_before_closing: Instant | None = None
    held: bool = False
    short_notice: bool = False
    given_up: tuple[GivenUp, ...] = ()
    """At short notice."""
    given_up_at: Instant | None = None
    """When that was recorded last."""
    opened_at: Instant | None = None
    calendar: SharedCalendar | None = None
    calendar_outdated: bool = False
    """Whether it was read under another policy: clocks and days off may be others now."""

    level: Level | None = None
    level_provisional: bool = True
    custody: Custody = Custody()
    release: Release = Release()
    announced: Announced | None = None
    released_at: Instant | None = None
    """When the person was last released for good; None again once they are recalled."""
    last_released: Instant | None = None
    """The same, and kept when they are recalled: a release date from before then is that of a release gone by."""
    taken_in: Instant | None = None
    """When the person of a sentence in the community went to prison: it is none any more."""
    preparation_since: Instant | None = None
    """When the preparation of a second release, or a later one, began."""
    recall: str | None = None
    """What calls the person back, until the case has entered ``recalled``: a revocation, or a return to custody."""
    recall_since: Instant | None = None
    """When that occurred, however late it was told."""
    ended_by: ClosedBecause | None = None
    """What ends the case whatever its phase: a death, a merger, a transfer out."""
    supervision_start: date | None = None
    supervision_end: date | None = None
    supervision_end_since: Instant | None = None
    """When the newest fact about it occurred, while the person is released."""
    supervision_end_moved: Instant | None = None
    """When it last became another one, while the person is released."""

    case_holder: str | None = None
    case_holder_since: Instant | None = None
    case_holder_area: str | None = None
    """The jurisdiction whose probation service holds the case."""
    case_manager: Manager | None = None
    coordination: Coordination = "horizontal"
    authority: str | None = None
    coordination_since: Instant | None = None
    network: tuple[NetworkMember, ...] = ()
    network_area: str | None = None
    """The jurisdiction for which the seats of the network were last sought."""
    network_office: str | None = None
    """The office for which they were."""
    network_moved_at: Instant | None = None
    """When they were, because another area, or office, had become responsible."""
    chosen: tuple[str, ...] | None = None
    """Members whom the agency directory named at the opening; None in a case that was opened without one."""
    searches: tuple[Search, ...] = ()
    """Of each permanent role the newest."""
    handover: Handover | None = None
    factors: tuple[FactorFinding, ...] = ()
    leader: LeaderFound | None = None
    leader_words: tuple[LeaderWord, ...] = ()
    """What was found of them, in the order in which it occurred."""
    release_check: ReleaseCheck | None = None
    appointment: Appointment | None = None
    """The one under way."""
    appointment_decided: Appointment | None = None
    """The last one that came to a decision."""
    decided_manager: str | None = None
    """Whom the network last decided on; somebody else may stand in."""
    absence: Absence | None = None
    stand_in_absence: Absence | None = None
    """Of who stands in, where nobody was decided on or whoever was has left."""
    manager_changed_at: Instant | None = None
    """When the network last decided on another manager than the one before."""
    nominations: dict[str, Instant] = Field(default_factory=dict)
    """By nominee: when they were last put forward or withdrew, in the appointment under way."""
    case_handover: CaseHandover | None = None
    """The last from one manager to another."""
    contact_told: Instant | None = None
    """When the person was told who their point of contact is: of the one they have now, the first time."""
    contact_known: str | None = None
    """Whom the person was last told to turn to."""
    area_handover: AreaHandover | None = None
    """The last from one area's probation service to another's."""
    assessments: tuple[Round, ...] = ()
    plan: Plan = Plan()
    unavailable: tuple[Activity, ...] = ()
    """Activities that there are none of where the case is (R103)."""
    conditions: tuple[Condition, ...] = ()
    court_reports: tuple[CourtReport, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    called: tuple[CalledMeeting, ...] = ()
    """Meetings to which members were called, in the order in which they were first."""
    minutes_spent: int = 0
    """In all meetings, informal ones too (R91)."""
    contacts: tuple[Instant, ...] = ()
    """The newest that were kept."""
    attendance: Attendance = Attendance()
    concerns: tuple[Concern, ...] = ()
    breaches: tuple[Breach, ...] = ()
    allegations: tuple[Allegation, ...] = ()
    """Breaches of which others were told before they were decided."""
    disclosures: tuple[Disclosure, ...] = ()
    informed: Instant | None = None
    closing: Closing = Closing()

    refused: tuple[Unused, ...] = ()
    parked: tuple[Unused, ...] = ()
    withdrawn: tuple[str, ...] = ()
    """Inbound events that were withdrawn, as the ledger names causes."""
    obligations: dict[str, Obligation] = Field(default_factory=dict)
    running: tuple[Running, ...] = ()
    conducted: dict[str, Instant] = Field(default_factory=dict)
    """When a procedure of each kind has last ended."""
    procedures: int = 0
    """How many procedures the case has ever started: the number of the last one."""
    last_fact: int = 0
    """The number of the last fact taken from the inbox."""
    heard_late: tuple[HeardLate, ...] = ()

    @property
    def manager(self) -> str | None:
        return self.case_manager.member if self.case_manager else None

    @property
    def closed(self) -> bool:
        return self.phase == "closed"

    def stay_at(self, at: Instant) -> Stay | None:
        """The phase that the case was in at this instant, as far as that is still known."""
        return next((each for each in reversed(self.phases) if each.since <= at), None)

    def before_closing(self) -> "CaseState":
        """A closed case as it stood in its last phase: by it is judged what was done in time, closed or not."""
        if not self.closed:
            return self
        last = {"phase": self.phase_before_closing, "phase_since": self.since_before_closing}
        return self.model_copy(update=last)

    @property
    def responsible(self) -> str:
        """Who answers for the case: its manager, or the justice case holder until there is one (R76)."""
        return self.manager or self.case_holder or "probation"

    @property
    def contact(self) -> Contact | None:
        """The case manager, also ad interim; the justice case holder until there is one (R75, R76)."""
        if self.case_manager is not None:
            return Contact(member=self.case_manager.member, since=self.case_manager.since)
        if self.case_holder is None or self.case_holder_since is None:
            return None
        return Contact(member=self.case_holder, since=self.case_holder_since)

    @property
    def begun_at(self) -> Instant | None:
        """When the preparation of the release began that the case is about now."""
        return self.preparation_since or self.opened_at

    @property
    def is_community(self) -> bool:
        """A sentence served in the community: nobody is released from anywhere, unless they are taken in later."""
        return self.supervision_start is not None and self.release.day is None and self.taken_in is None

    def member(self, member: str) -> NetworkMember | None:
        return next((each for each in self.network if each.member == member), None)

    def search(self, role: str) -> Search | None:
        return next((each for each in self.searches if each.role == role), None)

    def in_role(self, role: str) -> str:
        """The member who has this role here and hasn't left; the bare role where there is none."""
        here = [each for each in self.network if each.relieved_in in (None, self.jurisdiction)]
        present = [each for each in here if each.role == role and each.state not in LEFT]
        return present[0].member if present else f"{role}:{self.jurisdiction}"

    @property
    def permanent_roles(self) -> tuple[str, ...]:
        """The core of this case's network, whether or not somebody is there: no prison in a community sentence."""
        return tuple(dict.fromkeys(each.role for each in self.network if each.standing == "permanent"))

    @property
    def open_round(self) -> Round | None:
        return next((each for each in self.assessments if each.state == "open"), None)

    @property
    def reports_owed(self) -> tuple[CourtReport, ...]:
        """Those of this supervision that aren't filed; what was due before a return to custody no longer counts."""
        if self.phase not in RELEASED_PHASES:
            return ()
        since = self.released_at
        return tuple(
            each
            for each in self.court_reports
            if each.state == "due" and not each.called_off and (since is None or each.due > since)
        )

    def breach(self, reference: str) -> Breach | None:
        return next((each for each in self.breaches if each.breach == reference), None)

    def allegation(self, breach: str) -> Allegation | None:
        return next((each for each in self.allegations if each.breach == breach), None)

    def concern(self, reference: str) -> Concern | None:
        return next((each for each in self.concerns if each.concern == reference), None)

    def condition(self, reference: str) -> Condition | None:
        return next((each for each in self.conditions if each.condition == reference), None)
