"""Pages of ways in: identity providers, their rules, and whether passwords are used."""
