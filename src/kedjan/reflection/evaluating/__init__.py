"""What those who were asked say of the method once a round has closed, and what was changed because of it (C29)."""
