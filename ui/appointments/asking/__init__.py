"""Asking everybody of a day: the box beside the agenda, what is seen before it goes out, and how far it is."""
