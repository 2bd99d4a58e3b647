"""The window: everything that imports Qt, except main.py."""
