"""SQLite as a house uses it that serves for long."""
