"""Meetings of the network: owed in their cadence, called ahead, held, or called off."""
