"""The timeline of a case as a picture: read from its ledger, laid out, drawn."""
