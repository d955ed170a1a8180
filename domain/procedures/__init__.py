"""Procedures: the steps of a case that run as workflows of their own, and what each of them owes."""
