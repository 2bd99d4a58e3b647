"""Today, for the owner in the morning: what needs somebody now, and where it is dealt with."""
