"""The words and rules of the field: pure values and functions, without engine, database, clock or logger."""
