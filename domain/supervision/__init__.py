"""Supervision: contacts with the person and meetings of the network."""
