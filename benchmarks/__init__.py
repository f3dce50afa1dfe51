"""What bwise-kg takes, beside what a user would use instead, as ratios within one run."""
