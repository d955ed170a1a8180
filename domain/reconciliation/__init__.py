"""Reconciliation: what the stores say of a case beside one another, where they differ, and what mends it."""
