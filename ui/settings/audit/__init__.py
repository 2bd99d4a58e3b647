"""The journal, for owner and manager: who did what and when, from the log."""
