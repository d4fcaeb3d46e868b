"""Goals: frameworks, what serves what, and what nothing covers."""
