"""Messages with a form of their own: what the customer can tap, a place, a card. Each with its bubble beside it."""
