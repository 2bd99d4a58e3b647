"""The first run: three doors, what stands behind each, and the ways through them."""
