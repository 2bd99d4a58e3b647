"""Reads tables of deals (CSV, Excel, exports of other programs) and tells beforehand what becomes of each row."""
