"""Ways to a bus."""
