"""Supervision: the release check, contacts with the person, and what somebody makes of those that they miss."""
