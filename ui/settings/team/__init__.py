"""Settings, Team: who belongs to it, with which computers, and who is invited."""
