"""One conversation: its bubbles, its header, and the box to answer in."""
