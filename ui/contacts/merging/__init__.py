"""Two contacts that may be one person: compared, merged, separated again."""
