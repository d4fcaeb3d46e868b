"""How many answer, which groups are missing, and why people abstain."""
