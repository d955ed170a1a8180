"""Transfer of a case to another area: its own handover, from one probation service to the next."""
