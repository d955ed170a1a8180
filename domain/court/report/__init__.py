"""What is reported to the court, drawn from the case's ledger; a person checks it, signs it and files it (R11)."""
