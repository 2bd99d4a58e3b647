"""Telling a customer that it is booked, with files."""
