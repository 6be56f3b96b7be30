"""Read: (reader, filter, as of) -> frozen rows or a Table."""
