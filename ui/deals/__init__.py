"""The screen of deals: the board, the list, and the pages beside them."""
