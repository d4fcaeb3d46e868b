"""Pages of close reading: a round's themes, one text to mark, how far readers agree, and the quote basket."""
