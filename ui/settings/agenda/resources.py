"""People, chairs and rooms: the columns of the agenda."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from app.domain.agenda import KINDS, NAME_MAX_CHARS, Resource, ResourceKind
from app.domain.hours import BUSINESS, group_scope
from app.domain.ids import MemberId
from app.words import gettext as _
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.settings.agenda.form_parts import SIDE, AgendaForm
from ui.settings.agenda.listing import Listing
from ui.settings.templates.parts import Picker
from ui.widgets.choice import Option, Segmented
from ui.widgets.inputs import Input
from ui.widgets.paint_chip import Chip
from ui.widgets.small_parts import EmptyState
from ui.widgets.two_line_list import TwoLineRow

BLANK: Final = Resource("", "")


def kind_name(kind: ResourceKind) -> str:
    """Person, chair, room, other."""
    names = {"person": _("Person"), "chair": _("Chair"), "room": _("Room"), "other": _("Other")}
    return names[kind]


class ResourceForm(AgendaForm):
    """Name, kind, who of the team it is, and whose opening hours it keeps."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._shown = BLANK
        self.name = Input(theme, _("Name"), placeholder=_("For example: Kim, Chair 1, Treatment room"))
        self.name.setMaxLength(NAME_MAX_CHARS)
        kinds = [Option(kind, kind_name(kind)) for kind in KINDS]
        self.kind = Segmented(theme, _("What it is"), kinds, is_small=True)
        self.member = Picker(theme, _("Who of the team"), self._members())
        self.hours = Picker(theme, _("Opening hours"), self._scopes())
        inside = self.column_of(
            (
                "name",
                _("Name"),
                _("Customers read the name of a person in their messages, those of chairs and rooms never."),
                [self.name],
            ),
            ("kind", _("What it is"), "", [self.kind]),
            (
                "member",
                _("Who of the team"),
                _(
                    "They are told when somebody cancels or wants another time. Without anybody here, everybody is."
                ),
                [self.member],
            ),
            (
                "hours",
                _("Opening hours"),
                _(
                    "Nothing is booked outside them. For hours of one’s own, make a group under Team and write its "
                    "hours under Opening hours."
                ),
                [self.hours],
            ),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 20, SIDE, 20)
        column.addWidget(inside)
        self.name.textChanged.connect(lambda _text: self._wrote())
        self.name.returnPressed.connect(self.try_save)
        for part in (self.kind, self.member, self.hours):
            part.chosen.connect(lambda _id: self._wrote())
        self.begin(BLANK)

    def _members(self) -> list[Option]:
        members = [Option(one.member_id, shown_name(one.name)) for one in self._kit.desk.members()]
        return [Option("", _("Nobody of the team")), *members]

    def _scopes(self) -> list[Option]:
        groups = [Option(group_scope(one.group_id), shown_line(one.name)) for one in self._kit.desk.groups()]
        return [Option(BUSINESS, _("Those of the whole business")), *groups]

    @property
    def own_id(self) -> str:
        """Of which one; "" for a new one."""
        return self._shown.resource_id

    @property
    def thing(self) -> Resource:
        """What is written now."""
        kind: ResourceKind = next((one for one in KINDS if one == self.kind.chosen_id), "person")
        member_id = MemberId(self.member.chosen_id) if kind == "person" and self.member.chosen_id else None
        scope = "" if self.hours.chosen_id == BUSINESS else self.hours.chosen_id
        name = " ".join(self.name.text().split())
        return replace(self._shown, name=name, kind=kind, member_id=member_id, hours_scope=scope)

    @property
    def places(self) -> Mapping[str, str]:
        """All is about the name, but for these."""
        return {}

    def check(self) -> Mapping[str, str]:
        """Everything here can be read."""
        return {}

    def keep(self, thing: Resource) -> Awaitable[str]:
        """Ask for it."""
        return self._kit.desk.save_resource(thing)

    def begin(self, resource: Resource) -> None:
        """Show one; without an id a new one."""
        self._is_filling = True
        self._shown = resource
        self.member.set_options(self._members())
        self.hours.set_options(self._scopes())
        self.name.setText(resource.name)
        self.kind.choose(resource.kind)
        self.member.choose(resource.member_id or "")
        self.hours.choose(resource.hours_scope or BUSINESS)
        self._is_filling = False
        self._settle_kind()
        self.begun(is_new=not resource.resource_id)

    def focus_first(self) -> None:
        """By key, begin with the name."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wrote(self) -> None:
        if not self._is_filling:
            self._settle_kind()
            self.settle()

    def _settle_kind(self) -> None:
        self.groups["member"].setVisible(self.kind.chosen_id == "person")


class ResourcesList(Listing):
    """Who and what can be booked."""

    def __init__(self, kit: Kit) -> None:
        nothing = EmptyState(
            kit.theme,
            "users-round",
            _("Who and what can be booked?"),
            _("Each person, chair or room is a column of the agenda. Begin with ready ones, or with your own."),
            action=_("Begin with ready ones"),
        )  # fmt: skip
        super().__init__(kit, ResourceForm(kit), "resources", _("Team and rooms"), _("Add"), nothing)

    @property
    def things(self) -> Sequence[Resource]:
        """In their order."""
        return self._kit.desk.resources()

    def key(self, thing: Resource) -> str:
        """Its id."""
        return thing.resource_id

    def row(self, thing: Resource) -> TwoLineRow:
        """Name, whose hours, kind."""
        groups = {group_scope(one.group_id): one.name for one in self._kit.desk.groups()}
        whose = groups.get(thing.hours_scope)
        words = (
            _("Hours of {name}").format(name=shown_line(whose)) if whose else _("Hours of the whole business")
        )
        return TwoLineRow(thing.resource_id, shown_line(thing.name), words, Chip(kind_name(thing.kind)))

    def empty(self, position: int) -> Resource:
        """A new one, for the last place."""
        return replace(BLANK, position=position)

    def save(self, thing: Resource) -> Awaitable[str]:
        """Keep one."""
        return self._kit.desk.save_resource(thing)

    def remove(self, thing_id: str) -> Awaitable[None]:
        """Take one away."""
        return self._kit.desk.remove_resource(thing_id)

    def removal_words(self) -> str:
        """What a removal comes to."""
        return _(
            "Nothing can be booked there any more; past appointments keep the name. While appointments are to come "
            "there, it stays: move them first."
        )
