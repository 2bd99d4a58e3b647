"""What may be a public address."""

import pytest

from app.domain.outside import checked_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://salon.example.org", "https://salon.example.org"),
        ("  Salon.Example.org/ ", "https://salon.example.org"),
        ("https://desk.tail1a2b.ts.net:8443", "https://desk.tail1a2b.ts.net:8443"),
        ("http://salon.example.org", None),
        ("https://127.0.0.1", None),
        ("https://localhost:8080", None),
        ("https://salon", None),
        ("https://salon.example.org/webhooks/whatsapp", None),
        ("https://salon.example.org?x=1", None),
        ("https://name@salon.example.org", None),
        ("https://[::1", None),
        ("https://salon.example.org:x", None),
        ("two words.example.org", None),
        ("", None),
    ],
)
def test_only_what_the_channel_can_reach_is_an_address(typed: str, kept: str | None) -> None:
    assert checked_address(typed) == kept


def test_a_pretend_channel_reaches_this_computer() -> None:
    assert checked_address("http://127.0.0.1:20321/", may_be_here=True) == "http://127.0.0.1:20321"
    assert checked_address("http://127.0.0.1:20321") is None
