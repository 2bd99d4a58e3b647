"""Everything known about Meta's WhatsApp, and nothing about us: reading webhooks, sending, what its numbers mean."""
