"""Lists of people that are brought in, and what is written into files."""
