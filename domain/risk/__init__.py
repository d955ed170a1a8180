"""Concerns that a member raises between assessments."""
