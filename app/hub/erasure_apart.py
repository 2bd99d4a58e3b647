"""Who was one with somebody else once: which entries of that time are theirs, and which are the other's.

While two were held to be one, everything was written into one conversation. After they were taken apart each message
stands in the conversation of the person that it is of (decision 168): that says whose an entry is, not its subject.
"""

import re
from collections.abc import Collection, Sequence

from app.domain.contacts import ContactMerged
from app.domain.ids import ContactId, ConversationId
from app.domain.merging import ContactUnmerged
from storage import view
from storage.hub.tables import Connection
from storage.json_list import json_list
from storage.view.merges import apart_from

_MESSAGE = re.compile(rb'"(?:message_id|note_id)":"([^"\\]{1,100})"')
_ONES = frozenset({ContactMerged.KIND, ContactUnmerged.KIND})
_OWNER = (
    "SELECT c.conversation_id FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
    " WHERE m.message_id = ?"
)


_STANDING = (
    "SELECT m.pos FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
    " WHERE c.conversation_id IN (SELECT value FROM json_each(?)) AND m.pos > ?"
)


class Once:
    """`others`: subjects under which entries about these people may stand beside their own."""

    def __init__(
        self, conn: Connection, contact_ids: Sequence[ContactId], conversation_ids: Sequence[ConversationId]
    ) -> None:
        self._conn = conn
        self._own = {*contact_ids, *conversation_ids}
        apart = {ContactId(view.kept_id(conn, one)) for one in apart_from(conn, json_list(contact_ids))}
        apart -= set(contact_ids)
        talks = [talk for one in apart for talk in view.conversations_of(conn, one)]
        self.others: set[str] = {*apart, *talks}

    def is_theirs(self, subject: str, kind: str, fields: bytes, tasks: Collection[str] = ()) -> bool:
        """Whether an entry is about these people, by its message where there is one, else by its subject.

        `tasks`: those on what is theirs, which are subjects too. That they were one with somebody who stays is no
        word of theirs (two ids): without it a view that is made anew would not know whose the others' entries are.
        """
        if self.others and kind in _ONES:
            return False
        named = _MESSAGE.search(fields) if self.others else None
        if named is not None:
            row = self._conn.execute(_OWNER, (named[1].decode(),)).fetchone()
            if row is not None:
                return row[0] in self._own
        return subject in self._own or subject in tasks


def standing(conn: Connection, conversation_ids: Sequence[ConversationId], after: int) -> set[int]:
    """Where the entries of what stands in these conversations are, under whatever subject."""
    return {row[0] for row in conn.execute(_STANDING, (json_list(conversation_ids), after))}
