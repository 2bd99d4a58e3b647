"""Connecting a business number, step by step: a screen that can be left at any moment and taken up again."""
