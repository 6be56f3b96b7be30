"""The answers of one member (level B): typed by keyboard, carried over, consented to, withdrawn."""
