"""Opening hours, for owners and managers."""
