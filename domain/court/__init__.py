"""What the court imposes, and what is reported to it."""
