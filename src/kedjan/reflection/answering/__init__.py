"""Answering an assignment: drafts that nobody else reads, what is sent, and abstaining."""
