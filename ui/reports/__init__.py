"""The screen of reports: pages of figures, each of which opens what it counts."""
