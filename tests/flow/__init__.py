"""Desk, hub and sandbox in one process, on a fake clock."""
