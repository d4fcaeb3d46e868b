"""The letters: other systems' files and protocols, read and written. Knows no web and no storage."""
