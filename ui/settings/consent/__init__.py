"""What the settings say of consent: the words that mean stop, yes, no or another time."""
