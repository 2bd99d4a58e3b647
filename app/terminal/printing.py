"""How a line of JSON is printed: nothing that a customer wrote may steer the terminal or turn its text around."""

import json
import re
from typing import Any

# Controls beyond ASCII (JSON escapes the others itself), line breaks that are no line feed, signs that turn or hide
# text, halves of emoji. They stand in strings alone, where JSON lets every character be written as an escape.
_UNSAFE = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def json_line(value: Any) -> str:
    """A value as JSON on one line, readable and safe to print."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
