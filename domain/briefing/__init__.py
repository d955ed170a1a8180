"""The case told to those who work on it: what it is listed by, where it stands, what has changed."""
