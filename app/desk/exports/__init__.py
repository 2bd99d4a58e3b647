"""What the team knows, in open formats: people as CSV, JSON lines and vCard, conversations as pages and JSON."""
