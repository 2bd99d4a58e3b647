"""Steps of the tests of converging desks about people who are one, or two after all."""

from __future__ import annotations

import random

from app.domain.ids import ContactId
from tests.flow.desk_world import Computer


async def merge_or_separate(lea: Computer, chance: random.Random) -> None:
    """Two of those who are there become one; somebody who was merged stands alone again; or two are kept apart."""
    rows = map(lea.desk.inbox_row, lea.desk.inbox("all") + lea.desk.inbox("closed"))
    people = sorted({ContactId(row.contact_id) for row in rows if row is not None})
    parts = [part for one in people for part in lea.desk.merged_parts(one)]
    if parts and chance.random() < 0.6:
        part = chance.choice(parts)
        await lea.desk.unmerge_contact(part.kept_id, part.gone_id)
    elif len(people) > 1:
        one, other = chance.sample(people, 2)
        act = lea.desk.merge_contacts if chance.random() < 0.8 else lea.desk.keep_apart
        await act(one, other)
