"""Where it is kept: one file, two doors (`Database.read()` and `Database.write()`), a journal, backups, migrations."""
