"""Rules and functions alone: no window, no disk."""
