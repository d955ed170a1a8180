"""Supervision: the release check, and contacts with the person."""
