"""The window with a plain fake of the desk, offscreen."""
