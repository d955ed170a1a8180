"""What must outlive Temporal's retention, in PostgreSQL: register, inbox, ledger, states and clock."""
