"""The manual inside the program: the pages of docs/manual, opened where one is."""
