"""Chats exported from a phone: looked through in one table, brought, and taken back."""
