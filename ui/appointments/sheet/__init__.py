"""Everything about one appointment, beside the agenda."""
