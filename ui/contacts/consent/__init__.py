"""What a person agreed to, in the panel beside the conversation: how things stand, the ledger, recording."""
