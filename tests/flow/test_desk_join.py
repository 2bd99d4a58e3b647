"""Joining with a wrong address or code: a sentence, and nothing that stands in the way next time."""

import json
from pathlib import Path

import pytest

from app.desk.config import main_profile
from app.desk.joining import greet, undo_first_steps
from app.desk.seams import Seams
from app.desk.session import unlock
from app.domain.errors import EnvironmentFailure

NOBODY = "http://127.0.0.1:9"


async def test_an_address_without_a_hub_is_named_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure) as caught:
        await greet(NOBODY, Seams())
    assert (caught.value.code, caught.value.facts) == ("hub_not_there", {"address": NOBODY})
    assert list(tmp_path.iterdir()) == []


def test_after_a_failed_join_another_passphrase_works(tmp_path: Path) -> None:
    profile = main_profile(tmp_path)
    unlock(profile, {"COMPTOIR_PASSPHRASE": "first"}).lock.close()
    profile.log_path.write_bytes(b"locked with the first")
    first = json.loads(profile.key_path.read_text("utf-8"))
    undo_first_steps(profile)
    second = unlock(profile, {"COMPTOIR_PASSPHRASE": "second"})
    second.lock.close()
    assert not profile.log_path.exists()
    assert json.loads(profile.key_path.read_text("utf-8")) != first
