"""Tables of a round as pages, pictures and files."""
