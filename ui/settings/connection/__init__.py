"""The page about the connection: what is found, what it means, and the button that mends it."""
