"""Benchmarks of dev.py bench: never part of the tests, always beside a floor of the same run."""
