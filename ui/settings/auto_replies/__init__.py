"""What is answered by itself: the greeting, the away message, and whose phone a number is."""
