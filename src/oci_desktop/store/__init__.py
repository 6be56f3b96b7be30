"""Where it is kept: open, migrate, back up, check, journal; read() and write()."""
