"""Two contacts that are one person, or are two after all. A part of `Desk`.

Merging, taking apart and keeping apart are commands: stored, and sent when the hub is there; the rows change when the
hub's word comes back, since only the hub knows what stands together meanwhile.
Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from typing import Protocol

from app.domain.ids import ContactId


class MergingDesk(Protocol):
    """What is asked about two people."""

    async def merge_contacts(self, kept_id: ContactId, gone_id: ContactId) -> None:
        """One person from now on, under the first one. Raises ComptoirError: "contacts_same"."""

    async def unmerge_contact(self, contact_id: ContactId, gone_id: ContactId) -> None:
        """Two people again, and for every rule from now on. Raises ComptoirError: "not_merged"."""

    async def keep_apart(self, first_id: ContactId, second_id: ContactId) -> None:
        """Two people who look like one: nobody is asked about them again. Raises ComptoirError: "contacts_same"."""
