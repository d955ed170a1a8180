"""Interrupts: what becomes of everything pending when dates move, and when people, cases or areas change.

``table.toml`` is the specification, procedure by procedure; the rules that do it stand with their own words.
"""
