"""The agency directory: who there is to ask, where, and how they are reached (R34)."""
