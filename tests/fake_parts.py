"""The parts of `tests.fake_desk.FakeDesk` that stand in files of their own, put together."""

from tests.fake_account import FakeAccount
from tests.fake_audit import FakeAudit
from tests.fake_composer import FakeComposer
from tests.fake_consent import FakeConsent
from tests.fake_contact_table import FakeContactTable
from tests.fake_contacts import FakeContacts
from tests.fake_files import FakeFiles
from tests.fake_import_desk import FakeImports
from tests.fake_members import FakeMembers
from tests.fake_merging import FakeMerging
from tests.fake_people import FakePeople
from tests.fake_quick import FakeQuickReplies
from tests.fake_requests import FakeRequests
from tests.fake_safety import FakeSafety
from tests.fake_schedule import FakeSchedule
from tests.fake_search import FakeSearch
from tests.fake_seats import FakeSeats
from tests.fake_team import FakeTeam
from tests.fake_today import FakeToday
from tests.fake_transfer import FakeTransfer


class FakeParts(
    FakeSearch,
    FakeSeats,
    FakeTeam,
    FakeMembers,
    FakeSchedule,
    FakeSafety,
    FakeRequests,
    FakeToday,
    FakeAudit,
    FakeAccount,
    FakeContacts,
    FakeMerging,
    FakePeople,
    FakeContactTable,
    FakeConsent,
    FakeComposer,
    FakeImports,
    FakeTransfer,
    FakeQuickReplies,
    FakeFiles,
):
    """Everything but lists, threads and settings."""
