"""The inbox: which conversations there are, in which order, and who waits."""
