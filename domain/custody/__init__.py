"""Custody: sentence, release date, release, return and transfer of the person."""
