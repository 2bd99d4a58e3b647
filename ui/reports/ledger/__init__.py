"""Costs and gains, the cost of messages, goals, and who comes back."""
