"""The part of vulture 2.16 that tests/checks uses."""

from collections.abc import Sequence
from typing import Literal

class Item:
    name: str
    typ: Literal["attribute", "class", "function", "import", "method", "property", "unreachable_code", "variable"]
    filename: str
    first_lineno: int

class Vulture:
    def __init__(self, verbose: bool = ..., ignore_names: Sequence[str] = ...) -> None: ...
    def scavenge(self, paths: Sequence[str]) -> None: ...
    def get_unused_code(self, min_confidence: int = ..., sort_by_size: bool = ...) -> list[Item]: ...
