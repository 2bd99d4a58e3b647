"""Everything of the running desk that stands in a file of its own, put together for `app.desk.live.LiveDesk`."""

from __future__ import annotations

from app.desk.live_audit import LiveAudit
from app.desk.live_connection import LiveConnection
from app.desk.live_consent import LiveConsent
from app.desk.live_contact_table import LiveContactTable
from app.desk.live_contacts import LiveContacts
from app.desk.live_imports import LiveImports
from app.desk.live_media import LiveMedia
from app.desk.live_merging import LiveMerging
from app.desk.live_quick_replies import LiveQuickReplies
from app.desk.live_requests import LiveRequests
from app.desk.live_schedule import LiveSchedule
from app.desk.live_search import LiveSearch
from app.desk.live_seats import LiveSeats
from app.desk.live_team import LiveTeam
from app.desk.live_today import LiveToday
from app.desk.live_transfer import LiveTransfer
from app.desk.members_asking import MembersAsking


class LiveParts(
    LiveMedia,
    LiveImports,
    LiveConnection,
    LiveConsent,
    LiveTeam,
    LiveContacts,
    LiveRequests,
    LiveSchedule,
    LiveSearch,
    LiveSeats,
    LiveToday,
    LiveTransfer,
    LiveAudit,
    LiveMerging,
    LiveContactTable,
    LiveQuickReplies,
    MembersAsking,
):
    """One part for each subject; what the methods do is said in the parts of `app.desk.desk.Desk`."""
