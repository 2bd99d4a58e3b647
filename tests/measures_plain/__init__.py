"""The measures a second time, slow and plain, from the words of the definition alone: it shares no code with app/."""
