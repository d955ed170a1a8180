"""Network building: members are invited, answer, sign, and in time sign again (R15, R34-R40, R71)."""

from collections.abc import Sequence

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.events import Event
    from domain.network.events import MemberInvited
    from workflows.messages import ProcedureEnd, ProcedureStart
from workflows.procedure import Procedure


@workflow.defn
class NetworkBuilding(Procedure):
    """Invites whoever is proposed, and doesn't let go until each has declined, or has accepted and signed.

    It is back when an agreement is to be renewed.
    """

    @workflow.init
    def __init__(self, start: ProcedureStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: ProcedureStart) -> ProcedureEnd:
        return await self.conduct()

    def decisions(self) -> Sequence[Event]:
        proposed = [member for member in self.known.network if member.state == "proposed"]
        return [MemberInvited(member=member.member) for member in proposed]
