"""hub.db: raw webhooks, the log with its bodies, commands, members' devices, and the projection beside them."""
