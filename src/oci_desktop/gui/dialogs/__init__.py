"""Dialogs and the pieces that pages and dialogs share: preview, export, opening, backups, about."""
