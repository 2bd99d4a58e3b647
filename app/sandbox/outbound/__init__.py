"""Reads every kind of message that the business may send, as strictly as Meta does."""
