"""Notes to the team in a conversation: written, mentioned, shown; no customer ever sees them."""
