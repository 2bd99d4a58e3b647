"""Comptoir: everything of the product that is neither screen nor storage."""
