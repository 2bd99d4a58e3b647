"""What drawn logs say of people who are two after all."""

from typing import Any

from hypothesis import strategies as st

from app.domain.contacts import ContactMerged
from app.domain.events import Actor
from app.domain.ids import ContactId, MemberId
from app.domain.merging import ContactsKeptApart, ContactUnmerged

LEA = MemberId("lea")


def unmerge(log: Any, draw: st.DrawFn) -> None:
    """Mostly people who were merged; whoever they are, nothing may fail. `log`: see `tests.storage.view_log.Log`."""
    merges = [event.body for event in log.events if isinstance(event.body, ContactMerged)]
    if merges:
        one = draw(st.sampled_from(merges))
        log.add(ContactUnmerged(one.contact_id, one.gone_id, LEA), Actor("member", LEA))
        return
    first, second = (ContactId(f"p{draw(st.integers(0, 3))}") for _ in range(2))
    log.add(ContactsKeptApart(first, second, LEA), Actor("member", LEA))
