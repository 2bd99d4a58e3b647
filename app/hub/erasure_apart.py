"""Who was one with somebody else once: which entries of that time are theirs, and which are the other's.

While two were held to be one, everything was written into one conversation. After they were taken apart each message
stands in the conversation of the person that it is of (decision 168): that says whose an entry is, not its subject.
"""

import re
from collections.abc import Sequence

from app.domain.ids import ContactId, ConversationId
from storage import view
from storage.hub.tables import Connection
from storage.json_list import json_list
from storage.view.merges import apart_from

_MESSAGE = re.compile(rb'"(?:message_id|note_id)":"([^"\\]{1,100})"')
_OWNER = (
    "SELECT c.conversation_id FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
    " WHERE m.message_id = ?"
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

    def is_theirs(self, subject: str, fields: bytes) -> bool:
        """Whether an entry is about these people, by its message where there is one, else by its subject."""
        named = _MESSAGE.search(fields) if self.others else None
        if named is not None:
            row = self._conn.execute(_OWNER, (named[1].decode(),)).fetchone()
            if row is not None:
                return row[0] in self._own
        return subject in self._own
