"""The thread: what a thing rests on, and what became of it."""
