"""Pages of time frames: what is asked of people's time, and what is taken away instead."""
