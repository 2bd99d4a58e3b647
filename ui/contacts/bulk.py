"""The same for all who are chosen: some hundreds at once, with how far it is, a way to stop, and one undo for all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import Final

from app.domain.contact_bulk import AT_ONCE
from app.domain.contact_table import BULK_MAX, ContactNo
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, MemberId
from app.domain.later import asyncio
from app.domain.records import record
from app.words import gettext as _
from app.words import ngettext, sentences
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.teamwork.undoing import Show
from ui.theme.icons import IconName
from ui.widgets.toast import Toast

SHOWN_FROM: Final = 2  # more commands than this show how far they are
Do = Callable[[], Awaitable[object]]


@record
class Step:
    """One command for some contacts, and what takes it back."""

    count: int
    do: Do
    undo: Do


def may_do(kit: Kit, count: int, show: Show) -> bool:
    """Whether whoever is at the desk may do something to so many; says why not."""
    if count <= BULK_MAX or kit.desk.me().role != "rep":
        return count > 0
    words = _(
        "Only an owner or a manager changes more than {limit} contacts at once. Choose fewer, or ask one of them."
    )
    show(words.format(limit=BULK_MAX), icon="lock", ink="warning")
    return False


def tag_all(kit: Kit, nos: Sequence[ContactNo], tag: str, show: Show, *, is_on: bool) -> None:
    """Give them a tag or take it away; who has it already is left as they are."""
    if may_do(kit, len(nos), show):
        kit.tasks.spawn(_tag_all(kit, nos, tag, show, is_on), "tag contacts")


async def _tag_all(kit: Kit, nos: Sequence[ContactNo], tag: str, show: Show, is_on: bool) -> None:
    ids = await kit.desk.contacts_to_tag(nos, tag, is_on=is_on)
    steps = [
        Step(
            len(part),
            partial(kit.desk.tag_contacts, part, tag, is_on=is_on),
            partial(kit.desk.tag_contacts, part, tag, is_on=not is_on),
        )
        for part in _parts(ids)
    ]
    said = (_("Tag “{tag}” set") if is_on else _("Tag “{tag}” removed")).format(tag=isolated(shown_name(tag)))
    nothing = _("They all have this tag already") if is_on else _("None of them has this tag")
    await _perform(kit, steps, said, nothing, show, "tag")


def own_all(kit: Kit, nos: Sequence[ContactNo], owner_id: MemberId | None, show: Show) -> None:
    """Give them to somebody; undone, each goes back to who had them."""
    if may_do(kit, len(nos), show):
        kit.tasks.spawn(_own_all(kit, nos, owner_id, show), "own contacts")


async def _own_all(kit: Kit, nos: Sequence[ContactNo], owner_id: MemberId | None, show: Show) -> None:
    before = await kit.desk.contacts_by_owner(nos)
    steps = [
        Step(
            len(part),
            partial(kit.desk.own_contacts, part, owner_id),
            partial(kit.desk.own_contacts, part, was_id),
        )
        for was_id, ids in before.items()
        if was_id != owner_id
        for part in _parts(ids)
    ]
    name = next((shown_name(one.name) for one in kit.desk.members() if one.member_id == owner_id), "")
    said = (
        _("Looked after by {name} now").format(name=isolated(name))
        if owner_id
        else _("Looked after by nobody now")
    )
    await _perform(kit, steps, said, _("Nothing to change"), show, "user-check")


def _parts(ids: Sequence[ContactId]) -> Iterator[list[ContactId]]:
    return (list(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))


async def _perform(
    kit: Kit, steps: Sequence[Step], said: str, nothing: str, show: Show, icon: IconName
) -> None:
    if not steps:
        show(nothing, icon="info", ink="text_muted")
        return
    done, refused = await _each(kit, [(one, one.do) for one in steps], show)
    if refused is not None:
        show(sentences.refusal(refused.code, refused.facts), icon="circle-alert", ink="danger")
    if not done:
        return
    toast = show(_counted(kit, said, sum(one.count for one in done)), icon=icon, action=_("Undo"))
    toast.acted.connect(lambda: kit.tasks.spawn(_take_back(kit, done, show), "undo for contacts"))


async def _take_back(kit: Kit, done: Sequence[Step], show: Show) -> None:
    _back, refused = await _each(kit, [(one, one.undo) for one in reversed(done)], show)
    if refused is not None:
        show(sentences.refusal(refused.code, refused.facts), icon="circle-alert", ink="danger")


async def _each(
    kit: Kit, work: Sequence[tuple[Step, Do]], show: Show
) -> tuple[list[Step], ComptoirError | None]:
    """Which were done, and the first refusal, after which nothing more is tried."""
    done: list[Step] = []
    total = sum(step.count for step, _do in work)
    progress = _Progress(kit, total, show) if len(work) > SHOWN_FROM else None
    refused: ComptoirError | None = None
    for step, do in work:
        if progress is not None:
            progress.say(sum(one.count for one in done))
            await asyncio.sleep(0)  # a press on Stop is heard
            if progress.is_stopped:
                break
        try:
            await do()
        except ComptoirError as error:
            refused = error
            break
        done.append(step)
    if progress is not None:
        progress.end()
    return done, refused


class _Progress:
    """How far it is, with the way to stop."""

    def __init__(self, kit: Kit, total: int, show: Show) -> None:
        self.is_stopped = False
        self._kit, self._total = kit, total
        self._toast: Toast | None = show(
            self._words(0), icon="clock", ink="info", action=_("Stop"), stay_ms=0
        )
        self._toast.acted.connect(self._stop)
        self._toast.closed.connect(self._gone)

    def say(self, done: int) -> None:
        """So many are done."""
        if self._toast is not None:
            self._toast.set_text(self._words(done))

    def end(self) -> None:
        """All are done, or it was stopped."""
        if self._toast is not None:
            self._toast.dismiss()

    def _words(self, done: int) -> str:
        number = self._kit.formats.number
        return _("{done} of {total} contacts").format(done=number(done), total=number(self._total))

    def _stop(self) -> None:
        self.is_stopped = True

    def _gone(self) -> None:
        self._toast = None


def _counted(kit: Kit, said: str, count: int) -> str:
    words = ngettext("{said} for {n} contact", "{said} for {n} contacts", count)
    return words.format(said=said, n=kit.formats.number(count))
