"""The real main.py as a subprocess in a real window."""
