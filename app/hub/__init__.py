"""The team's server, headless: takes webhooks, keeps the log, answers desks, sends."""

from app import VERSION

HUB_VERSION = VERSION
PROTOCOL = 1  # what /hello offers; raised when an old desk could no longer understand an answer
