"""The parts of `tests.fake_desk.FakeDesk` that stand in files of their own, put together."""

from app.desk.live_agenda_templates import LiveAgendaTemplates
from tests.fake_account import FakeAccount
from tests.fake_address import FakeAddress
from tests.fake_agenda_files import FakeAgendaFiles
from tests.fake_agenda_transfer import FakeAgendaTransfer
from tests.fake_asking import FakeAsking
from tests.fake_audit import FakeAudit
from tests.fake_auto import FakeAuto
from tests.fake_composer import FakeComposer
from tests.fake_consent import FakeConsent
from tests.fake_contact_table import FakeContactTable
from tests.fake_contacts import FakeContacts
from tests.fake_deal_transfer import FakeDealTransfer
from tests.fake_deals import FakeDeals
from tests.fake_examining import FakeExamining
from tests.fake_figures import FakeFigures
from tests.fake_files import FakeFiles
from tests.fake_hours import FakeHours
from tests.fake_import_desk import FakeImports
from tests.fake_incoming import FakeIncoming
from tests.fake_ladders import FakeLadders
from tests.fake_ledger import FakeLedger
from tests.fake_measures import FakeMeasures
from tests.fake_members import FakeMembers
from tests.fake_merging import FakeMerging
from tests.fake_people import FakePeople
from tests.fake_quick import FakeQuickReplies
from tests.fake_requests import FakeRequests
from tests.fake_safety import FakeSafety
from tests.fake_schedule import FakeSchedule
from tests.fake_search import FakeSearch
from tests.fake_seats import FakeSeats
from tests.fake_setup import FakeSetup
from tests.fake_standards import FakeStandards
from tests.fake_tasks import FakeTasks
from tests.fake_team import FakeTeam
from tests.fake_today import FakeToday
from tests.fake_transfer import FakeTransfer
from tests.fake_waiting import FakeWaiting


class FakeParts(
    FakeSearch,
    FakeSeats,
    FakeTasks,
    FakeTeam,
    FakeMembers,
    FakeSchedule,
    FakeSafety,
    FakeSetup,
    FakeExamining,
    FakeRequests,
    FakeToday,
    FakeAsking,
    FakeWaiting,
    FakeAgendaTransfer,
    FakeAgendaFiles,
    FakeAudit,
    FakeAccount,
    FakeAddress,
    LiveAgendaTemplates,
    FakeContacts,
    FakeIncoming,
    FakeDeals,
    FakeLadders,
    FakeLedger,
    FakeFigures,
    FakeMeasures,
    FakeDealTransfer,
    FakeMerging,
    FakePeople,
    FakeContactTable,
    FakeConsent,
    FakeComposer,
    FakeImports,
    FakeTransfer,
    FakeQuickReplies,
    FakeHours,
    FakeAuto,
    FakeStandards,
    FakeFiles,
):
    """Everything but lists, threads and settings."""
