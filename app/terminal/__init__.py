"""Commands for the terminal: one file per group, imported by main.py alone."""
