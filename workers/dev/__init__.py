"""The embedded stack: PostgreSQL, Temporal with its Web UI, worker, relay and gateway out of one folder."""
