"""The guide that leads the hub of one computer to a server that is always on."""
