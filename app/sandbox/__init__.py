"""A pretend Meta on this computer: for practice, the demo and the tests.

A second reading of Meta's rules, on purpose: it shares no code with app.whatsapp, so that a mistake on
one side does not hide a mistake on the other.
"""
