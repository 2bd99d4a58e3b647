"""The parts of a bubble as data: what stands above, in and below its text. Measured and painted in `blocks/`."""

from dataclasses import dataclass
from typing import Literal

from ui.theme.icons import IconName

PictureKind = Literal["image", "video", "sticker"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line with a small icon: what stands for a message that cannot be shown, or names what follows."""

    words: str
    icon: IconName | None = None
    is_title: bool = False  # small and semibold: a heading; else as large as text
    is_italic: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of its own beside the message's text: a template's head (bold) or foot (small)."""

    text: str
    look: Literal["head", "foot", "plain"] = "plain"


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo, a film's first picture, or a sticker. `sha256` None: not here yet. Sizes 0: not known.

    `is_large`: a film that is fetched only when somebody wants to see it, so it shows no picture before.
    """

    kind: PictureKind
    sha256: str | None
    width_px: int = 0
    height_px: int = 0
    length: str = ""  # of a film, "0:34"
    is_animated: bool = False
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class Sound:
    """A voice message (with its waveform) or a sound file."""

    sha256: str | None
    duration_ms: int
    levels: tuple[int, ...]  # 0 to 255, () for none
    name: str = ""  # of a sound file


@dataclass(frozen=True, slots=True)
class FileCard:
    """A document: its name (somebody's input) and its facts in words ("PDF, 148 Ko")."""

    name: str
    facts: str
    sha256: str | None
    is_risky: bool = False  # a program: asks before it is opened


@dataclass(frozen=True, slots=True)
class MapCard:
    """A point on the map."""

    title: str
    address: str
    url: str


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One contact card."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A name and its value at the trailing edge; a total is bold with a line above."""

    name: str
    value: str
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A small table."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class AdCard:
    """The advertisement that led here."""

    headline: str
    body: str
    url: str


@dataclass(frozen=True, slots=True)
class CarouselCard:
    """One card of a carousel, told in words."""

    text: str
    picture: Picture | None
    buttons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Carousel:
    """Cards side by side on the customer's phone, one below the other here."""

    cards: tuple[CarouselCard, ...]


Part = Line | Words | Picture | Sound | FileCard | MapCard | PersonCard | Rows | AdCard | Carousel


ButtonAct = Literal["none", "link", "write", "see_list"]


@dataclass(frozen=True, slots=True)
class ButtonLine:
    """A line across the bubble's foot: a button that the customer sees, or something that we offer (`act`)."""

    words: str
    icon: IconName | None = None
    act: ButtonAct = "none"
    value: str = ""


@dataclass(frozen=True, slots=True)
class ReactionPill:
    """One emoji below a bubble, and whose it is ("Léa", "2", "")."""

    emoji: str
    words: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Parts:
    """`above` and `below` the text; `buttons` across the foot. `text` replaces the row's own when not None."""

    above: tuple[Part, ...] = ()
    below: tuple[Part, ...] = ()
    buttons: tuple[ButtonLine, ...] = ()
    text: str | None = None
