"""What a policy says of a sentence in the community whose person is taken into custody."""

from domain.policy_parts import Rules


class CommunityRules(Rules):
    """A sentence served in the community (R1)."""

    handover: bool
    """Whether, once the person is taken into custody, prison joins the network and hands over before the release."""
