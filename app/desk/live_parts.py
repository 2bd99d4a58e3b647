"""Everything of the running desk that stands in a file of its own, put together for `app.desk.live.LiveDesk`."""

from __future__ import annotations

from app.desk.live_address import LiveAddress
from app.desk.live_agenda import LiveAgenda
from app.desk.live_agenda_files import LiveAgendaFiles
from app.desk.live_agenda_templates import LiveAgendaTemplates
from app.desk.live_agenda_transfer import LiveAgendaTransfer
from app.desk.live_audit import LiveAudit
from app.desk.live_auto import LiveAuto
from app.desk.live_connection import LiveConnection
from app.desk.live_consent import LiveConsent
from app.desk.live_contact_table import LiveContactTable
from app.desk.live_contacts import LiveContacts
from app.desk.live_deal_transfer import LiveDealTransfer
from app.desk.live_deals import LiveDeals
from app.desk.live_examining import LiveExamining
from app.desk.live_figures import LiveFigures
from app.desk.live_hours import LiveHours
from app.desk.live_imports import LiveImports
from app.desk.live_incoming import LiveIncoming
from app.desk.live_ladders import LiveLadders
from app.desk.live_ledger import LiveLedger
from app.desk.live_measures import LiveMeasures
from app.desk.live_media import LiveMedia
from app.desk.live_merging import LiveMerging
from app.desk.live_quick_replies import LiveQuickReplies
from app.desk.live_requests import LiveRequests
from app.desk.live_schedule import LiveSchedule
from app.desk.live_search import LiveSearch
from app.desk.live_seats import LiveSeats
from app.desk.live_setup import LiveSetup
from app.desk.live_standards import LiveStandards
from app.desk.live_tasks import LiveTasks
from app.desk.live_team import LiveTeam
from app.desk.live_today import LiveToday
from app.desk.live_transfer import LiveTransfer
from app.desk.live_waiting import LiveWaiting
from app.desk.members_asking import MembersAsking


class LiveParts(
    LiveAddress,
    LiveMedia,
    LiveAgendaTemplates,
    LiveImports,
    LiveConnection,
    LiveExamining,
    LiveConsent,
    LiveTeam,
    LiveContacts,
    LiveIncoming,
    LiveLadders,
    LiveLedger,
    LiveDeals,
    LiveWaiting,
    LiveAgendaFiles,
    LiveAgenda,
    LiveAgendaTransfer,
    LiveFigures,
    LiveMeasures,
    LiveDealTransfer,
    LiveRequests,
    LiveSchedule,
    LiveSearch,
    LiveSeats,
    LiveSetup,
    LiveTasks,
    LiveToday,
    LiveTransfer,
    LiveAudit,
    LiveMerging,
    LiveContactTable,
    LiveQuickReplies,
    LiveHours,
    LiveAuto,
    LiveStandards,
    MembersAsking,
):
    """One part for each subject; what the methods do is said in the parts of `app.desk.desk.Desk`."""
