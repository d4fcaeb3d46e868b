"""Citing something from where it is seen: choosing what it is evidence for, and taking it away again."""
