"""The panel beside a conversation: everything that the team knows of the person, changed in place."""
