"""A deal's own sheet, at the side of the board and the list."""
