"""Measures: turns and episodes, read straight from the log's bytes. See `app.domain.turns`."""
