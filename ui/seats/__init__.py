"""Who is at the computer, for teams that share one: the sheet on which people switch, and what keeps it asking."""
