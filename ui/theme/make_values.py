"""Writes token_values.py after a change of resources/tokens.toml: `python -m ui.theme.make_values`."""

import pprint
import tomllib
from pathlib import Path

from ui.theme.tokens import RESOURCES

HEAD = '''"""What resources/tokens.toml says, written by `python -m ui.theme.make_values`: TOML costs a start 6 ms."""

from typing import Any, Final

'''


def main() -> None:
    """A test compares both, so a forgotten run is seen."""
    values = tomllib.loads((RESOURCES / "tokens.toml").read_text("utf-8"))
    text = pprint.pformat(values, width=108, compact=True, sort_dicts=False)
    target = Path(__file__).with_name("token_values.py")
    target.write_text(f"{HEAD}VALUES: Final[dict[str, Any]] = {text}\n", "utf-8")


if __name__ == "__main__":
    main()
