"""The smallest programs that do the same work: what a benchmark is held against."""
