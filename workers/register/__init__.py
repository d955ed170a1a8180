"""Registers in bulk: a file of release dates read, kept aside, sent row by row as facts, or compared."""
