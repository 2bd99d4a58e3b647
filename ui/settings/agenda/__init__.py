"""The page of the settings on which owner and managers say who and what can be booked."""
