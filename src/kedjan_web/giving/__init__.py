"""What those who lead rounds do: assignments, recipients, the schedule, tag sets, situation analyses."""
