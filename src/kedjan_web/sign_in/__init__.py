"""Pages of sign_in."""
