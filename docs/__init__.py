"""The documentation that is printed from the rules themselves: ``make docs``."""
