"""The screen of contacts: everybody in one table, and what is done with many of them."""
