"""Comptoir: everything of the product that is neither screen nor storage."""

VERSION = "0.1.0"  # of the whole product, the one place where it stands
