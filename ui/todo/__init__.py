"""Tasks and next steps: one list, one sheet and one set of acts, wherever a task stands. Nothing is re-exported."""
