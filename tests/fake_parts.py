"""The parts of `tests.fake_desk.FakeDesk` that stand in files of their own, put together."""

from tests.fake_account import FakeAccount
from tests.fake_audit import FakeAudit
from tests.fake_composer import FakeComposer
from tests.fake_files import FakeFiles
from tests.fake_import_desk import FakeImports
from tests.fake_people import FakePeople
from tests.fake_schedule import FakeSchedule
from tests.fake_team import FakeTeam
from tests.fake_today import FakeToday


class FakeParts(
    FakeTeam,
    FakeSchedule,
    FakeToday,
    FakeAudit,
    FakeAccount,
    FakePeople,
    FakeComposer,
    FakeImports,
    FakeFiles,
):
    """Everything but lists, threads and settings."""
