"""The desktop's core without Qt: what screens and the terminal read, and what they may ask for."""
