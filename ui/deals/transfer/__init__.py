"""Tables of deals that are brought in, and deals that are written into files."""
