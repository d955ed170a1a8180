"""The demo: a small fictional caseload, played by its agencies on the real stack, and pictured at the end."""
