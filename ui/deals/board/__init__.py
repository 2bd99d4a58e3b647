"""The board: one painted view of all stages and their cards."""
