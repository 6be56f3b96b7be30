"""What exists: the tables and the pure rules."""
