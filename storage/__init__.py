"""Files: the only place that knows SQL, SQLCipher and the bytes of events."""
