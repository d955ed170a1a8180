"""The person whose transition it is, across all of their cases."""
