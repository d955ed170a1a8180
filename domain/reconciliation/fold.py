"""A correction changes nothing of what is known of a case: it stands in its ledger."""

from domain.case.folding import apply
from domain.case.state import CaseState
from domain.events import Envelope
from domain.reconciliation.facts import CaseReconciled


@apply.register
def _reconciled(event: CaseReconciled, case: CaseState, of: Envelope) -> CaseState:
    return case
