"""The quick replies of the team and one's own: the list, the form of one, ready sets."""
