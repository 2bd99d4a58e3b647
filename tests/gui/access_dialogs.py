"""The dialogs that lie over a screen, and the forms of the settings, for the walk through all places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from app.domain.contact_table import Facets
from app.domain.ids import ConversationId
from app.domain.segments import Rule
from tests.gui.rig import Rig
from ui.appointments.asking.preflight import open_preflight
from ui.appointments.files.feeds import FeedsDialog
from ui.contacts.consent.dialog import ConsentDialog
from ui.contacts.new_contact import NewContact
from ui.contacts.requests.ask import RequestDialog
from ui.contacts.requests.dialogs import EraseDialog
from ui.contacts.rule_choices import RuleChoices
from ui.contacts.rule_sheet import RuleSheet
from ui.conversation.quick_replies.naming import NameDialog
from ui.deals.quiet.editor import LadderDialog
from ui.deals.transfer.export import DealExportDialog
from ui.inbox.view_sheet import ViewSheet
from ui.reports.ledger.sample import SampleDialog
from ui.seats.manage import ManagePeople
from ui.settings.connection.diagnostics import DiagnosticsDialog
from ui.settings.consent.words_dialog import WordsDialog
from ui.settings.copies_key import CopiesKeyDialog
from ui.settings.team.dialogs import InviteDialog
from ui.setup.privacy import PrivacyDialog
from ui.teamwork.moment_dialog import MomentDialog

Make = Callable[[Rig], QWidget]
TALK: Final = ConversationId("c-003")


def _consent(rig: Rig) -> QWidget:
    header = rig.desk.header(TALK)
    assert header is not None
    return ConsentDialog(rig.kit, header.contact_id, header.name, rig.window)


def _erase(rig: Rig) -> QWidget:
    return EraseDialog(rig.kit, rig.desk.talks[TALK].contact_id, rig.window)


def _request(rig: Rig) -> QWidget:
    return RequestDialog(rig.kit, rig.desk.talks[TALK].contact_id, rig.window)


def _rule(rig: Rig) -> QWidget:
    choices = RuleChoices(rig.kit, (), Facets())
    return RuleSheet(rig.kit, choices, None, Rule("all", ()), rig.window)


def _ladder(rig: Rig) -> QWidget:
    return LadderDialog(rig.kit, rig.desk.pipelines()[0].pipeline_id, rig.window)


def _ask_everybody(rig: Rig) -> QWidget:
    page = rig.panes.screens.appointments.agenda
    return open_preflight(rig.kit, page, rig.desk.agenda(None, 1).today)


DIALOGS: Final[dict[str, Make]] = {
    "new contact": lambda rig: NewContact(rig.kit, rig.window),
    "rule of a segment": _rule,
    "consent": _consent,
    "request": _request,
    "erasing": _erase,
    "ladder": _ladder,
    "export of deals": lambda rig: DealExportDialog(rig.kit, None, rig.window),
    "view": lambda rig: ViewSheet(rig.kit, None, rig.window),
    "ask everybody": _ask_everybody,
    "feeds": lambda rig: FeedsDialog(rig.kit, rig.window),
    "sample": lambda rig: SampleDialog(rig.kit, rig.window),
    "people": lambda rig: ManagePeople(rig.kit, rig.window),
    "invite": lambda rig: InviteDialog(rig.kit, None, rig.window),
    "words of consent": lambda rig: WordsDialog(rig.kit, rig.window),
    "diagnostics": lambda rig: DiagnosticsDialog(rig.kit.theme, "Comptoir", rig.window),
    "key of the copies": lambda rig: CopiesKeyDialog(rig.kit.theme, "0a1b" * 16, rig.window),
    "privacy": lambda rig: PrivacyDialog(rig.kit.theme, rig.window),
    "name of a reply": lambda rig: NameDialog(rig.kit.theme, "", rig.window),
    "moment": lambda rig: MomentDialog(rig.kit, lambda _at: None, rig.window),
}
# Pages of the settings that have a button for something new, and what it is called there.
FORMS: Final = {
    "contact_fields": "make_new", "pipelines": "make_new", "hours": "write_new", "quick_replies": "write_new",
    "templates": "_begin",
}  # fmt: skip
