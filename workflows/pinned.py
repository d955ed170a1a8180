"""The policy that a case is pinned to, where the case itself no longer has it: its start names another."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.policies import READ_POLICY, PolicyAsked, PolicyRead
    from domain.policy import Policy
from workflows.outside import ask


async def pack(reference: str) -> Policy:
    """As data: the answer is in the history, and what is shipped later changes nothing about it."""
    asked = PolicyAsked(reference=reference)
    return (await ask(READ_POLICY, asked, PolicyRead, f"policy {reference}")).policy
