"""Reads chats exported from a phone: what is in the file, who is who, and messages that the log can take later."""
