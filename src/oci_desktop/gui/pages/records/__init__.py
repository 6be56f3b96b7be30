"""The lists of members, organisations and people, and the record beside each."""
