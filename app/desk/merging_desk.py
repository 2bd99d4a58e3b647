"""Two contacts that are one person, or are two after all, and how tidy the contacts are. A part of `Desk`.

Merging, taking apart and keeping apart are commands: stored, and sent when the hub is there; the rows change when the
hub's word comes back, since only the hub knows what stands together meanwhile.
Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.domain.ids import ContactId

if TYPE_CHECKING:
    from app.domain.hygiene import Finding, FoundPerson, Hygiene
    from app.domain.merge_suggestions import Suggestion
    from app.domain.merging import MergedPart


class MergingDesk(Protocol):
    """What is asked about two people."""

    # --- read ---

    def doubles_of(self, contact_id: ContactId) -> list[Suggestion]:
        """Who may be the same person as this contact, the surest first. A few look-ups."""

    async def doubles(self) -> list[Suggestion]:
        """Everybody who may be somebody else's double, the surest first. Read beside the event loop."""

    def merged_parts(self, contact_id: ContactId) -> list[MergedPart]:
        """The contacts that became this one and can be taken out again, the newest merge first."""

    def hygiene(self) -> Hygiene:
        """How many people each finding is about, as far as an index knows it and `check_contacts` has counted it."""

    async def check_contacts(self) -> Hygiene:
        """The same with what takes a look at everybody, beside the event loop."""

    def untidy_share(self) -> tuple[int, int] | None:
        """People without any finding in whole percent, and how many people there are; None before `check_contacts`."""

    def people_with(self, finding: Finding, limit: int = 500) -> list[FoundPerson]:
        """Whom a finding is about, the newest contacts first; not for doubles, see `found_doubles`."""

    def found_doubles(self) -> list[Suggestion]:
        """What `check_contacts` found, without what was merged or dismissed since."""

    def names_of(self, ids: tuple[ContactId, ...]) -> list[FoundPerson]:
        """How some contacts are shown."""

    # --- do ---

    async def merge_contacts(self, kept_id: ContactId, gone_id: ContactId) -> None:
        """One person from now on, under the first one. Raises ComptoirError: "contacts_same"."""

    async def unmerge_contact(self, contact_id: ContactId, gone_id: ContactId) -> None:
        """Two people again, and for every rule from now on. Raises ComptoirError: "not_merged"."""

    async def keep_apart(self, first_id: ContactId, second_id: ContactId) -> None:
        """Two people who look like one: nobody is asked about them again. Raises ComptoirError: "contacts_same"."""
