"""Alleged breaches of a condition, from the report to the decision."""
