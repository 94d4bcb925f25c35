"""What was decided: the rule, the plan that follows from it, and the log that keeps it."""
