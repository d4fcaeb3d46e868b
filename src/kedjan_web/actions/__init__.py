"""Pages of proposals, actions and strategies."""
