"""Contacts that an undone list had made: nothing of them stays, however the log is cut into batches."""

from contextlib import closing
from pathlib import Path

import pytest

from app.domain.contact_cards import ContactAdded, ContactChanged, FieldChange
from app.domain.contact_imports import ContactWithdrawn
from app.domain.contacts import Identity
from app.domain.ids import ContactId, ImportId
from tests.storage.view_log import LEA, MEMBER, Log, new_view, project

NAMED = ("view_contact", "view_contact_identity", "view_contact_tag", "view_contact_event", "view_alias")


@pytest.mark.parametrize("size", [1, 2, None])
def test_no_earlier_number_of_a_withdrawn_contact_stays(tmp_path: Path, size: int | None) -> None:
    log, bo = Log(), ContactId("bo")
    log.add(ContactAdded(bo, Identity(number="33639982000"), (), ("VIP",), LEA, LEA, ImportId("l")), MEMBER)
    for phone in ("33639982001", "33639982002"):
        log.add(ContactChanged(bo, (FieldChange("phone", phone),), LEA), MEMBER)
    log.add(ContactWithdrawn(bo, ImportId("l")), MEMBER)
    with closing(new_view(tmp_path)) as conn:
        project(conn, log.events, size)
        left = {table: conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in NAMED}
    assert left == dict.fromkeys(NAMED, 0)


@pytest.mark.parametrize("size", [1, 2, None])
def test_a_number_that_they_had_taken_from_somebody_is_nobodys(tmp_path: Path, size: int | None) -> None:
    log = Log()
    for who in ("ana", "bo"):
        added = ContactAdded(ContactId(who), Identity(number="33639982000"), (), (), None, LEA, ImportId("l"))
        log.add(added, MEMBER)
    log.add(ContactWithdrawn(ContactId("bo"), ImportId("l")), MEMBER)
    with closing(new_view(tmp_path)) as conn:
        project(conn, log.events[:1])
        project(conn, log.events[1:], size)
        assert conn.execute("SELECT count(*) FROM view_alias").fetchone() == (0,)
