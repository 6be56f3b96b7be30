"""Gestures on a record: small dialogs that say in a sentence what will happen."""
