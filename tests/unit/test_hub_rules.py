"""The words that a member may send, whatever was typed or pasted."""

from hypothesis import given
from hypothesis import strategies as st

from app.hub.send_rules import sendable


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_a_sendable_text_can_be_carried_and_nothing_else_of_it_changes(text: str) -> None:
    result = sendable(text)
    result.encode("utf-8")
    assert "\0" not in result
    assert result == result.strip()
    assert sendable(result) == result
    if text.isprintable():
        assert result == text.strip()
