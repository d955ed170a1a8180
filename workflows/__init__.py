"""The durable procedures of a case, one per file, each told as a story."""
