"""Giving a round: the situation analysis it belongs to, its schedule, and whom its assignments go to."""
