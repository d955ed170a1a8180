"""Sharing of information between members, and what the person is told of it."""
