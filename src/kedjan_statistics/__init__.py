"""The arithmetic: pure functions from tables to tables. Knows no web, no storage and no clock."""
