"""Settings: one screen made from the one schema, and the health of the connection."""
