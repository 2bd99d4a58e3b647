"""The page of the settings on which the owner makes fields for contacts."""
