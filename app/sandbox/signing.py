"""Bytes on the wire as Meta makes them: escaped JSON and the signature over exactly those bytes."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any


def encode(body: Mapping[str, Any]) -> bytes:
    r"""Webhook JSON with every non-ASCII character as \uXXXX and every slash as \/."""
    text = json.dumps(body, ensure_ascii=True, separators=(",", ":"))
    return text.replace("/", "\\/").encode("ascii")  # a slash can only stand inside a string


def signature(app_secret: str, raw: bytes) -> str:
    """Value of X-Hub-Signature-256: HMAC-SHA256 of the raw bytes, keyed with the app secret."""
    return "sha256=" + hmac.new(app_secret.encode(), raw, hashlib.sha256).hexdigest()
