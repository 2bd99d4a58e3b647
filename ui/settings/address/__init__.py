"""The public address of a hub of one computer: why there must be one, which ways there are, and how it stands."""
