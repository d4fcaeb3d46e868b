"""Pages for those who are asked: answer, see what became of it, or abstain."""
