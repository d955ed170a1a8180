"""Notices: what goes out to members because of what was recorded."""
