"""What a person may ask about two contacts: checked here as far as this computer can know, stored, then sent."""

from __future__ import annotations

from app.desk.actions import Actions
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from app.domain.merging import KeepApart, MergeContacts, UnmergeContact
from storage import view


class MergingActions(Actions):
    """What the methods do is said in `app.desk.merging_desk.MergingDesk`."""

    async def merge(self, kept_id: ContactId, gone_id: ContactId) -> None:
        """Where they are two."""
        if self._stands_as(kept_id) == self._stands_as(gone_id):
            raise ComptoirError("contacts_same")
        await self._ask(MergeContacts(kept_id, gone_id))

    async def unmerge(self, contact_id: ContactId, gone_id: ContactId) -> None:
        """Where a merge made them one."""
        if view.merged_into(self._reader.view_connection(), gone_id) is None:
            raise ComptoirError("not_merged")
        await self._ask(UnmergeContact(contact_id, gone_id))

    async def keep_apart(self, first_id: ContactId, second_id: ContactId) -> None:
        """Where they are two."""
        if self._stands_as(first_id) == self._stands_as(second_id):
            raise ComptoirError("contacts_same")
        await self._ask(KeepApart(first_id, second_id))

    def _stands_as(self, contact_id: ContactId) -> str:
        return view.kept_id(self._reader.view_connection(), contact_id)
