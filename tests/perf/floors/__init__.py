"""The smallest programs that do the same work: what our figures are held against, in the same run."""
