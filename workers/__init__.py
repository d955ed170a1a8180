"""The processes of Throughcare and their wiring."""
