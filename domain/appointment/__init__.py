"""The appointment of the case manager: nominations, votes, unavailability."""
