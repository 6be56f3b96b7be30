"""What goes out: texts with fields, in each recipient’s language, as letters, drafts or mail; and its record."""
