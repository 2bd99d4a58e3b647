"""Appointments from other software: calendar files, tables and pasted lists become rows, and rows a plan of changes."""
