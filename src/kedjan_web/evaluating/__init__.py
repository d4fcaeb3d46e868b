"""Pages of evaluating a round's method."""
