"""Who calls the gateway, and what they may send and read."""
