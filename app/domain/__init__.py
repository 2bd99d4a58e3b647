"""The vocabulary and the rules: frozen dataclasses and pure functions, standard library only."""
