"""Lists that somebody put together and named: by holder, tag, business number."""

from typing import ClassVar, Literal

from app.domain.ids import LineId, MemberId
from app.domain.records import record

SAVED_PREFIX = "saved:"  # before the id, where a list is named among the built-in ones
NAME_MAX_CHARS = 60
VIEWS_MAX = 100
Base = Literal["open", "waiting", "closed"]


@record
class ViewFilter:
    """What a saved list holds: all of the parts that are given must fit, one of the values of each is enough.

    `assignees`: member ids, "" stands for nobody.
    """

    base: Base = "open"
    tags: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    line_ids: tuple[LineId, ...] = ()
    is_unread: bool = False
    is_new: bool = False


@record
class SavedView:
    """A named list. `owner_id` None: shared with the team."""

    view_id: str
    name: str
    filter: ViewFilter
    owner_id: MemberId | None = None

    @property
    def key(self) -> str:
        """Its name among all lists."""
        return SAVED_PREFIX + self.view_id


@record
class SaveView:
    """view.save: a new one, or another content of a known one. Shared ones: owner and manager."""

    KIND: ClassVar[str] = "view.save"
    VERSION: ClassVar[int] = 1
    view: SavedView

    @property
    def lane(self) -> str:
        """All lists share one: what is asked for about them keeps its order."""
        return "views"


@record
class RemoveView:
    """view.remove."""

    KIND: ClassVar[str] = "view.remove"
    VERSION: ClassVar[int] = 1
    view_id: str

    @property
    def lane(self) -> str:
        """All lists share one: what is asked for about them keeps its order."""
        return "views"


VIEW_COMMANDS = (SaveView, RemoveView)


@record
class ViewSaved:
    """view.saved."""

    KIND: ClassVar[str] = "view.saved"
    VERSION: ClassVar[int] = 1
    view: SavedView
    member_id: MemberId


@record
class ViewRemoved:
    """view.removed."""

    KIND: ClassVar[str] = "view.removed"
    VERSION: ClassVar[int] = 1
    view_id: str
    member_id: MemberId
