"""Pages of about."""
