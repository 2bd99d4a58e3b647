"""Quick copies are what `dataclasses.replace` gives; records stay apart."""

from dataclasses import replace

import pytest

from app.domain.conversations import Conversation
from app.domain.copies import changed, copied
from app.domain.ids import ContactId, ConversationId, LineId

ONE = Conversation(ConversationId("c1"), ContactId("p1"), LineId("whatsapp:1"), "whatsapp", unread_count=2)


@pytest.mark.parametrize(
    "changes", [{}, {"is_closed": True}, {"last_text": None, "unread_count": 0, "lifted_pos": 7}]
)
def test_a_copy_is_equal_to_a_replaced_one(changes: dict[str, object]) -> None:
    copy = changed(ONE, **changes)
    assert copy == replace(ONE, **changes) and copy is not ONE  # type: ignore[arg-type]
    assert ONE.unread_count == 2 and not ONE.is_closed


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(AttributeError):
        changed(ONE, unread=3)
    assert not hasattr(copied(ONE), "__dict__")


def test_what_is_written_to_a_fresh_copy_is_not_seen_in_the_old_one() -> None:
    draft = copied(ONE)
    draft.unread_count += 1
    assert (draft.unread_count, ONE.unread_count) == (3, 2)
    assert hash(draft) != hash(ONE) and draft != ONE
