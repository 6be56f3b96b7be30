"""What goes out: texts with fields in the recipient’s language, as letters, drafts or mail; what was sent is recorded."""
