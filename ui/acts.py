"""Every act of the window in one table: what a key does, what the command palette lists, what "?" explains.

To add one: its key in ui/keys.py (an act without a key needs a `name`), and one line in `acts_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QKeySequence, QShortcut

from app.domain.areas import Area
from app.domain.records import record
from app.words import gettext as _
from ui.inbox.row_acts import BY_KEY
from ui.keys import KEYS, N_, KeyId
from ui.kit import Kit
from ui.notify.focus_mode import open_focus_menu
from ui.todo.opening import new_task

if TYPE_CHECKING:
    from ui.panes import Panes


# Acts that belong to an area: without it they are no key, no entry of the palette, no line of the sheet of keys.
OF_AREAS: Final[Mapping[str, Area]] = {
    "deal": "deals",
    "new_deal": "deals",
    "screen_4": "deals",
    "pipelines": "deals",
    "new_appointment": "appointments",
    "waiting_list": "appointments",
    "screen_5": "appointments",
    "screen_6": "reports",
}


def always() -> bool:
    """For acts that are never without sense."""
    return True


@record
class Act:
    """`id`: its key's name in ui/keys.py, or a name of its own. `is_on`: whether it would do anything now."""

    id: str
    run: Callable[[], object]
    is_on: Callable[[], bool] = always
    name: str = ""  # a message id; "" for the words of its key
    is_listed: bool = True  # False: the palette does without, as for the palette itself

    @property
    def words(self) -> str:
        """What it is called in the person's language."""
        return _(self.name or KEYS[self.id].description)  # type: ignore[index]

    @property
    def keys(self) -> tuple[str, ...]:
        """Its keys in Qt's portable form, the first one to be shown."""
        shortcut = KEYS.get(self.id)  # type: ignore[call-overload]
        return () if shortcut is None else (shortcut.sequence, *shortcut.also)


def acts_of(panes: Panes, kit: Kit) -> list[Act]:
    """The acts of a window, of the areas that are on."""
    return [act for act in _all_acts(panes, kit) if act.id not in OF_AREAS or kit.has_area(OF_AREAS[act.id])]


def _all_acts(panes: Panes, kit: Kit) -> list[Act]:
    """In the order in which the palette lists those that fit equally well."""

    def has_talk() -> bool:  # nothing is done to a conversation that is out of view
        return panes.has_conversation and panes.screen_id == "inbox"

    def has_any_talk() -> bool:  # asking makes the pane, which opens the one of last time
        return panes.conversation.conversation_id is not None

    def is_among_people() -> bool:
        return panes.screen_id == "contacts"

    def has_talk_or_person() -> bool:
        return has_talk() or (is_among_people() and panes.screens.contacts.people.card.standing is not None)

    return [
        Act("search", lambda: _open_search(panes, kit), is_listed=False),
        Act(
            "find",
            lambda: _find(panes),
            lambda: has_talk() or panes.screen_id in ("contacts", "deals", "settings"),
        ),
        Act("new_conversation", lambda: panes.write_to()),
        Act("view_next", lambda: panes.inbox.step_view(1)),
        Act("view_previous", lambda: panes.inbox.step_view(-1)),
        Act("row_next", lambda: panes.inbox.step_row(1)),
        Act("row_previous", lambda: panes.inbox.step_row(-1)),
        Act("focus_list", panes.back_to_list),
        Act("focus_messages", lambda: _go_to_talk(panes, is_to_answer=False), has_any_talk),
        Act("focus_composer", lambda: _go_to_talk(panes, is_to_answer=True), has_any_talk),
        Act(
            "contact_panel",
            lambda: panes.screens.contacts.toggle_card() if is_among_people() else panes.show_card(),
            lambda: has_talk() or is_among_people(),
        ),
        Act("done", lambda: panes.inbox.acts.end(lambda: panes.conversation.end_or_reopen()), has_talk),
        *(Act(key, partial(_do_by_key, panes, key), partial(_can_by_key, panes, key)) for key in BY_KEY),
        Act("note", lambda: panes.conversation.notes.toggle(), has_talk),
        Act("deal", lambda: _about_deal(panes, kit, is_new=False), has_talk_or_person),
        Act(
            "new_deal",
            lambda: _about_deal(panes, kit, is_new=True),
            lambda: has_talk_or_person() or panes.screen_id == "deals",
        ),
        Act(
            "new_appointment",
            lambda: _book(panes, kit),
            lambda: has_talk_or_person() or panes.screen_id == "appointments",
        ),
        Act(
            "waiting_list",
            lambda: _wait(panes, kit),
            lambda: has_talk_or_person() or panes.screen_id == "appointments",
        ),
        Act("emoji", lambda: panes.conversation.with_tools("emoji"), has_talk),
        Act("attach", lambda: panes.conversation.with_tools("attach"), has_talk),
        Act("record", lambda: panes.conversation.with_tools("record"), has_talk),
        Act("reply", lambda: panes.conversation.reply(), has_talk),
        Act("react", lambda: panes.conversation.react(), has_talk),
        Act(
            "undo",
            lambda: panes.screens.undo() or panes.conversation.undo.undo() or panes.inbox.acts.undo(),
            lambda: (
                panes.screens.can_undo or panes.conversation.undo.is_possible or panes.inbox.acts.can_undo
            ),
        ),
        Act("toast", lambda: panes.conversation.toasts.focus_newest(), is_listed=False),
        Act("copy_contact", lambda: panes.conversation.copy_contact(), has_talk),
        Act("screen_1", lambda: panes.show_screen("today")),
        Act("screen_2", lambda: panes.show_screen("inbox")),
        Act("screen_3", lambda: panes.show_screen("contacts")),
        Act("screen_4", lambda: panes.show_screen("deals")),
        Act("screen_5", lambda: panes.show_screen("appointments")),
        Act("screen_6", lambda: panes.show_screen("reports")),
        Act("new_task", lambda: new_task(panes, kit)),
        Act("tasks", lambda: panes.show_screen("tasks")),
        Act("switch_person", lambda: panes.person_asked.emit()),
        Act("settings", lambda: panes.show_screen("settings")),
        Act("screen_settings", lambda: panes.show_screen("settings"), is_listed=False),
        Act("next_area", lambda: panes.step_area(1), is_listed=False),
        Act("previous_area", lambda: panes.step_area(-1), is_listed=False),
        Act("templates", lambda: panes.show_settings_page("templates"), name=N_("Templates")),
        Act("quick_replies", lambda: panes.show_settings_page("quick_replies"), name=N_("Quick replies")),
        Act("profile", lambda: panes.show_settings_page("profile"), name=N_("Profile")),
        *(_for_leaders(panes) if kit.desk.me().role != "rep" else []),
        Act("imports", lambda: panes.show_screen("imports"), name=N_("Import from a phone")),
        Act("health", lambda: panes.show_health(), name=N_("Health of the connection")),
        Act("palette", lambda: _open_palette(panes, kit), is_listed=False),
        Act("manual", lambda: panes.manual_asked.emit()),
        Act("keys", lambda: _open_key_sheet(panes, kit)),
        Act("focus_mode", lambda: open_focus_menu(kit.theme, panes.focus, panes.status)),
        Act("quit", lambda: panes.quit_asked.emit()),
    ]


def _for_leaders(panes: Panes) -> list[Act]:
    """What owner and manager alone may set up."""
    pages = (
        ("connection", N_("Connection")),
        ("areas", N_("Areas")),
        ("hours", N_("Opening hours")),
        ("auto_replies", N_("Automatic replies")),
        ("contact_fields", N_("Contact fields")),
        ("pipelines", N_("Pipelines and stages")),
    )
    return [Act(page, partial(panes.show_settings_page, page), name=name) for page, name in pages]


def run_act(acts: Sequence[Act], act_id: str) -> None:
    """As its key would."""
    next(act for act in acts if act.id == act_id).run()


def bind_keys(panes: Panes, acts: Sequence[Act]) -> None:
    """The keys of all acts that have one, in the whole window."""
    for act in acts:
        for sequence in act.keys:
            shortcut = QShortcut(QKeySequence(sequence), panes)
            shortcut.activated.connect(partial(_run_if_on, act))


def _run_if_on(act: Act) -> None:
    if act.is_on():
        act.run()


def _go_to_talk(panes: Panes, *, is_to_answer: bool) -> None:
    """From any screen: to what is open, its messages or the answer."""
    panes.show_screen("inbox")
    if is_to_answer:
        panes.conversation.focus_composer()
    else:
        panes.focus_on(panes.conversation.view)


def _do_by_key(panes: Panes, key: KeyId) -> None:
    """To the chosen conversations, or to the contacts where their screen is in view."""
    if panes.screen_id == "contacts":
        panes.screens.contacts.people.acts.do_by_key(key)
    else:
        panes.inbox.acts.by_key(key)


def _can_by_key(panes: Panes, key: KeyId) -> bool:
    if panes.screen_id == "contacts":
        return panes.screens.contacts.can_by_key(key)
    return panes.screen_id == "inbox" and panes.inbox.acts.can(key)


def _about_deal(panes: Panes, kit: Kit, *, is_new: bool) -> None:
    from ui.deals.of_talk import new_deal, open_deal

    if panes.screen_id == "deals":
        panes.screens.deals.deals.add_here()
        return
    (new_deal if is_new else open_deal)(panes, kit)


def _book(panes: Panes, kit: Kit) -> None:
    from ui.appointments.of_talk import book

    book(panes, kit)


def _wait(panes: Panes, kit: Kit) -> None:
    from ui.appointments.of_talk import put_on_list

    put_on_list(panes, kit)


def _open_search(panes: Panes, kit: Kit) -> None:
    from ui.search.box import open_search

    open_search(kit, panes)


def _find(panes: Panes) -> None:
    """In the conversation, or among the contacts, deals or settings where their screen is in view."""
    if panes.screen_id == "contacts":
        panes.screens.contacts.look_for()
    elif panes.screen_id == "deals":
        panes.screens.deals.look_for()
    elif panes.screen_id == "settings":
        panes.settings.look_for()
    elif panes.has_conversation:
        panes.conversation.finding.open_bar()


def _open_palette(panes: Panes, kit: Kit) -> None:
    from ui.palette.palette import open_palette

    open_palette(kit, panes)


def _open_key_sheet(panes: Panes, kit: Kit) -> None:
    from ui.palette.key_sheet import KeySheet

    KeySheet(kit.theme, [act.id for act in panes.acts], panes).open_over()
