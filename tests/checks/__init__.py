"""Checks of the project's own text that no linter has; dev.py check runs each as a module."""
