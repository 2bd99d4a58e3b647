"""What can be done, found by typing: the command palette, and the sheet of all keys."""
