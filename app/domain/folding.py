"""Names as they are looked for: without case, accents and punctuation, so that "elodie" finds "Élodie"."""

import unicodedata


def folded(text: str) -> str:
    """Words apart by one blank, one before each, so that " elo" finds the beginning of a word."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    kept = (char if char.isalnum() else " " for char in letters if not unicodedata.combining(char))
    return "".join(f" {word}" for word in "".join(kept).split())
