"""Data requests: everything about one person as a file for them, and the certificate of an erasure."""
