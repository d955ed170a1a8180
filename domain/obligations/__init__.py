"""Obligations: what is owed by whom and by when, and the ladder that it climbs until it is met."""
