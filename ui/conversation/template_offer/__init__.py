"""Choosing a template, filling it in, reading it whole, sending it."""
