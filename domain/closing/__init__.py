"""The planned end of support, and its evaluation."""
