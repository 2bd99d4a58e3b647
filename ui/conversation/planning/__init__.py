"""Answers that go out later: planned from the composer, shown above it, changed, dropped, decided about."""
