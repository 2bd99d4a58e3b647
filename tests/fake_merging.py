"""The part of `tests.fake_desk.FakeDesk` about two people who are one, and about how tidy the contacts are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from app.domain.contact_rows import ContactCard
from app.domain.deal_rows import DealRow
from app.domain.errors import ComptoirError
from app.domain.hygiene import Finding, FoundPerson, Hygiene, share_in_order
from app.domain.ids import ContactId, ConversationId
from app.domain.merge_suggestions import Suggestion
from app.domain.merging import MergedPart
from app.domain.rows import Changes
from tests.fake_salon import Talk

_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class FakeMerging:
    """`pairs` are the suggestions, `findings` whom each other finding is about; merges are done at once."""

    talks: dict[ConversationId, Talk]
    cards: dict[ContactId, ContactCard]
    done: list[tuple[str, str]]
    _tell: Callable[[Changes], None]
    contact: Callable[[ContactId], ContactCard | None]
    is_incoming_declined: Callable[[ConversationId], bool]
    deals_of_conversation: Callable[[ConversationId], list[DealRow]]

    def __init__(self) -> None:
        super().__init__()
        self.pairs: list[Suggestion] = []
        self.findings: dict[Finding, list[ContactId]] = {}
        self.parts: dict[ContactId, list[MergedPart]] = {}
        self.is_checked = False
        self.merge_refusal: ComptoirError | None = None

    def doubles_of(self, contact_id: ContactId) -> list[Suggestion]:
        """Pairs with this one."""
        return [one for one in self.pairs if contact_id in (one.first_id, one.second_id)]

    async def doubles(self) -> list[Suggestion]:
        """All pairs."""
        return list(self.pairs)

    def merged_parts(self, contact_id: ContactId) -> list[MergedPart]:
        """As a test says."""
        return list(self.parts.get(contact_id, []))

    def hygiene(self) -> Hygiene:
        """Doubles and bad numbers are known once somebody looked."""
        counts: list[tuple[Finding, int]] = [
            (one, len(self.findings.get(one, [])))
            for one in ("unanswered", "no_owner", "no_name", "no_consent")
        ]
        counts.append(("no_deal", len(self.people_with("no_deal"))))
        if self.is_checked:
            counts += [("doubles", len(self.pairs)), ("bad_number", len(self.findings.get("bad_number", [])))]
        return Hygiene(len(self.talks), tuple(counts))

    async def check_contacts(self) -> Hygiene:
        """A look at everybody."""
        self.is_checked = True
        return self.hygiene()

    def untidy_share(self) -> tuple[int, int] | None:
        """Of the people of the talks."""
        if not self.is_checked:
            return None
        untidy = {one for ids in self.findings.values() for one in ids}
        untidy |= {one for pair in self.pairs for one in (pair.first_id, pair.second_id)}
        share = share_in_order(len(self.talks), len(untidy))
        return None if share is None else (share, len(self.talks))

    def people_with(self, finding: Finding, limit: int = 500) -> list[FoundPerson]:
        """As a test says; an owner or a name that was given is no finding any more."""
        found = [self._found(one, finding) for one in self.findings.get(finding, [])[:limit]]
        return [one for one in found if one is not None]

    def found_doubles(self) -> list[Suggestion]:
        """Once somebody looked."""
        return list(self.pairs) if self.is_checked else []

    def names_of(self, ids: tuple[ContactId, ...]) -> list[FoundPerson]:
        """Of talks and cards."""
        found = [self._found(one, "doubles") for one in ids]
        return [one for one in found if one is not None]

    async def merge_contacts(self, kept_id: ContactId, gone_id: ContactId) -> None:
        """At once: the gone one's card goes."""
        if self.merge_refusal is not None:
            raise self.merge_refusal
        gone = self.contact(gone_id)
        assert gone is not None
        self.done.append(("merge", f"{kept_id}<{gone_id}"))
        self.pairs = [one for one in self.pairs if gone_id not in (one.first_id, one.second_id)]
        part = MergedPart(
            gone_id, kept_id, gone.name, gone.number, gone.created_at or _LONG_AGO, "person", "Léa"
        )
        self.parts.setdefault(kept_id, []).insert(0, part)
        self._tell(Changes(is_everything=True))

    async def unmerge_contact(self, contact_id: ContactId, gone_id: ContactId) -> None:
        """Two again."""
        self.done.append(("unmerge", f"{contact_id}<{gone_id}"))
        self.parts[contact_id] = [one for one in self.parts.get(contact_id, []) if one.gone_id != gone_id]
        self._tell(Changes(is_everything=True))

    async def keep_apart(self, first_id: ContactId, second_id: ContactId) -> None:
        """No suggestion any more."""
        self.done.append(("apart", f"{first_id}|{second_id}"))
        self.pairs = [one for one in self.pairs if {one.first_id, one.second_id} != {first_id, second_id}]
        self._tell(Changes(contacts=frozenset({first_id, second_id})))

    def _found(self, contact_id: ContactId, finding: Finding) -> FoundPerson | None:
        card = self.contact(contact_id)
        if (
            card is None
            or (finding == "no_owner" and card.owner_id)
            or (finding == "no_name" and card.own_name)
        ):
            return None
        where = next((one.conversation_id for one in card.talks), None)
        if (
            finding == "no_deal"
            and where is not None
            and (self.is_incoming_declined(where) or self.deals_of_conversation(where))
        ):
            return None
        return FoundPerson(contact_id, card.name, card.is_named, card.number, card.value("phone"), where)
