"""Pages of conclusions: what they say, what they rest on, what was decided about them."""
