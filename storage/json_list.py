"""Small shapes that all look-ups share."""

import json
from collections.abc import Iterable


def json_list(values: Iterable[str | int]) -> str:
    """Values for `IN (SELECT value FROM json_each(?))`: one statement for any number of keys."""
    return json.dumps(list(values), separators=(",", ":"))
