"""The team's server, headless: takes webhooks, keeps the log, answers desks, sends."""

HUB_VERSION = "0.1.0"
PROTOCOL = 1  # what /hello offers; raised when an old desk could no longer understand an answer
