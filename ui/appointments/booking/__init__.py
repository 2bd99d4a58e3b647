"""An appointment is booked, or changed: one line that is understood, and everything about it below."""
