"""Talking about what was written: the reading queue, answers, questions, and taking back what was sent by mistake."""
