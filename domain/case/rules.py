"""All rules by which facts are judged. Importing it registers every folder's part."""

import domain.appointment.rules
import domain.assessment.rules
import domain.breach.rules
import domain.closing.rules
import domain.court.rules
import domain.custody.rules
import domain.handover.rules
import domain.meetings.rules
import domain.network.rules
import domain.person.rules
import domain.plan.rules
import domain.risk.rules
import domain.sharing.rules
import domain.supervision.rules
import domain.transfer.rules  # noqa: F401  (each registers its facts with ``judging.judge``)
from domain.case.judging import Circumstances, Parked, Refused, Taken, Verdict, verdict

__all__ = ["Circumstances", "Parked", "Refused", "Taken", "Verdict", "verdict"]
