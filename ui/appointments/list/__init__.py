"""The appointments of a day or a week as one painted list."""
