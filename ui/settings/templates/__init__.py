"""Templates in Settings: what the account has, and how a new one is written and submitted."""
