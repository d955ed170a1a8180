"""The gateway: takes in events, answers questions about cases."""
