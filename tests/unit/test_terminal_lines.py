"""What the terminal prints of what strangers wrote."""

import json

import pytest

from app.terminal.printing import json_line


@pytest.mark.parametrize(
    "text", ["\x9b31mred", "exe.\u202egpj", "\u2066hidden\u2069", "half \ud83d", "two\u2028lines", "\x1b[2J"]
)
def test_a_customers_text_cannot_steer_the_terminal(text: str) -> None:
    line = json_line({"text": text})
    assert line.isascii()
    assert json.loads(line) == {"text": text}


def test_what_people_write_stays_readable() -> None:
    assert json_line({"text": "Ça va ? 👍🏽 שלום"}) == '{"text": "Ça va ? 👍🏽 שלום"}'
