"""Quick replies in the answer box: the list that "/" opens, blanks still to be filled in, a message kept as one."""
