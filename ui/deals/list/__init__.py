"""The deals as a table that can be sorted."""
