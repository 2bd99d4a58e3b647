"""Whose a deal may be that belongs to nobody yet: suggested in the person's card, linked by who says so."""
