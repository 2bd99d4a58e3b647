"""Reads tables of people (CSV, Excel, vCard, JSON lines) and tells beforehand what would become of each row."""
