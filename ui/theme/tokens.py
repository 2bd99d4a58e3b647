"""The design tokens as typed, frozen values: every colour and length of the window comes from here.

`load_tokens()` gives what `resources/tokens.toml` says, from the module `token_values` that is made of it. A role that
is missing, or that no class knows, is an error at start and in the tests, so a view never meets a colour that one
theme lacks. Lengths are logical pixels, durations milliseconds (`_ms`), colours `QColor` (shared: copy one before
changing its alpha). Named tuples, as they are made in a third of a dataclass's time, and a start makes all of them.
Annotations are evaluated here: as words, each of the 160 fields would be compiled at every start.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, TypeVar, cast

from PySide6.QtGui import QColor

from ui.theme.token_values import VALUES

Scheme = Literal["light", "dark", "high_contrast"]
Role = Literal["small", "body", "lead", "title", "display"]
Weight = Literal["regular", "medium", "semibold"]

SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark", "high_contrast")
RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"
_T = TypeVar("_T")
AVATAR_HUES: Final = 8  # a contact's hue is hash(contact id) % 8


class TokenError(ValueError):
    """The token file does not say exactly what the classes below ask for."""


class Colors(NamedTuple):
    """The roles of one theme, named as in the token file; `_fill` colours bars and strips, never text."""

    window: QColor
    surface: QColor
    surface_sunken: QColor
    surface_raised: QColor
    surface_hover: QColor
    surface_pressed: QColor
    border: QColor
    border_strong: QColor
    border_control: QColor
    text: QColor
    text_muted: QColor
    text_faint: QColor
    text_disabled: QColor
    accent: QColor
    accent_hover: QColor
    accent_pressed: QColor
    accent_text: QColor
    accent_soft: QColor
    accent_soft_text: QColor
    link: QColor
    focus: QColor
    selection: QColor
    selection_text: QColor
    bubble_in: QColor
    bubble_in_border: QColor
    bubble_out: QColor
    bubble_out_border: QColor
    bubble_out_meta: QColor
    bubble_note: QColor
    bubble_note_border: QColor
    bubble_note_text: QColor
    bubble_note_meta: QColor
    tick_read: QColor
    danger: QColor
    danger_soft: QColor
    danger_soft_text: QColor
    danger_text: QColor
    warning: QColor
    warning_soft: QColor
    warning_soft_text: QColor
    success: QColor
    success_soft: QColor
    success_soft_text: QColor
    info: QColor
    info_soft: QColor
    info_soft_text: QColor
    neutral_soft: QColor
    neutral_soft_text: QColor
    danger_fill: QColor
    warning_fill: QColor
    success_fill: QColor
    info_fill: QColor
    neutral_fill: QColor
    scrollbar: QColor
    overlay: QColor


class AvatarPair(NamedTuple):
    """Ground of an avatar and the colour of its initials."""

    ground: QColor
    initials: QColor


class Avatars(NamedTuple):
    """Portraits without a picture: eight pairs for a theme (one in high contrast, with a ring)."""

    pairs: dict[Scheme, tuple[AvatarPair, ...]]
    initials_ratio: float
    sizes: tuple[int, ...]


class Charts(NamedTuple):
    """Series colours in their order of use, the heat ramp from low to high, and the measures of a chart."""

    series: dict[Scheme, tuple[QColor, ...]]
    ramp: dict[Scheme, tuple[QColor, ...]]
    grid_dash: tuple[int, ...]
    line_width: int
    bar_radius: int
    bar_max_width: int


class TextStyle(NamedTuple):
    """One size of text: font size and line height in pixels, tracking in pixels between letters."""

    size: int
    line: int
    tracking: float


class Type(NamedTuple):
    """Families, the five sizes and the three weights; nothing else may be set in type."""

    family: str
    fallback: tuple[str, ...]
    mono: tuple[str, ...]
    small: TextStyle
    body: TextStyle
    lead: TextStyle
    title: TextStyle
    display: TextStyle
    regular: int
    medium: int
    semibold: int
    features_figures: tuple[str, ...]


class Space(NamedTuple):
    """Gaps on the 4 px grid."""

    x1: int
    x2: int
    x3: int
    x4: int
    x5: int
    x6: int
    x8: int
    x10: int
    x12: int


class Radius(NamedTuple):
    """Corner radii."""

    small: int
    normal: int
    chip: int
    full: int


class Size(NamedTuple):
    """Measures of the frame, rows and parts."""

    rail: int
    rail_narrow: int
    rail_item: int
    list_pane: int
    list_pane_min: int
    contact_pane: int
    contact_pane_min: int
    conversation_min: int
    bubble_max: int
    header: int
    screen_header: int
    view_bar: int
    status_bar: int
    row_conversation: int
    row_table: int
    row_table_dense: int
    row_section: int
    row_menu: int
    row_today: int
    button: int
    button_small: int
    button_large: int
    input: int
    chip: int
    badge: int
    check_box: int
    toggle: tuple[int, ...]
    composer_min: int
    composer_max: int
    board_column: int
    board_gap: int
    tile_height: int
    tile_height_tall: int
    dialog_width: int
    toast_width: int
    focus_width: int
    focus_offset: int
    border: int
    scrollbar: int
    hit_min: int


class Icon(NamedTuple):
    """Icon sizes, and lucide stroke widths (of 24) that go with them."""

    chip: int
    small: int
    normal: int
    tool: int
    large: int
    hero: int
    stroke_chip: float
    stroke_small: float
    stroke_large: float
    stroke_hero: float


class Motion(NamedTuple):
    """Durations; all become 0 when the system asks for less motion."""

    hover_ms: int
    press_ms: int
    fade_ms: int
    slide_ms: int
    toast_stay_ms: int
    send_grace_ms: int
    easing: str


class Thresholds(NamedTuple):
    """Where a wait or a window changes its tone: shares of the standard, hours and minutes."""

    wait_warning: float
    wait_danger: float
    window_chip_h: int
    window_warning_h: int
    window_danger_min: int


class Tokens(NamedTuple):
    """Everything the token file says."""

    colors: dict[Scheme, Colors]
    avatars: Avatars
    charts: Charts
    type: Type
    space: Space
    radius: Radius
    size: Size
    icon: Icon
    motion: Motion
    thresholds: Thresholds


def parse_color(text: str) -> QColor:
    """`#RRGGBB` or `#RRGGBBAA` (alpha last, as in the token file; Qt itself wants it first)."""
    if not text.startswith("#") or len(text) not in (7, 9):
        raise TokenError(f"not a colour: {text!r}")
    color = QColor(text[:7])
    if not color.isValid():
        raise TokenError(f"not a colour: {text!r}")
    if len(text) == 9:
        color.setAlpha(int(text[7:], 16))
    return color


def load_tokens(path: Path | None = None) -> Tokens:
    """Read and check the tokens, or another token file. Errors: TokenError when a role is missing or unknown."""
    raw = VALUES if path is None else _read(path)
    return Tokens(
        colors={scheme: _build(Colors, raw[scheme]) for scheme in SCHEMES},
        avatars=_avatars(raw["avatars"]),
        charts=_charts(raw["charts"]),
        type=_build(Type, raw["type"]),
        space=_build(Space, raw["space"]),
        radius=_build(Radius, raw["radius"]),
        size=_build(Size, raw["size"]),
        icon=_build(Icon, raw["icon"]),
        motion=_build(Motion, raw["motion"]),
        thresholds=_build(Thresholds, raw["thresholds"]),
    )


def _read(path: Path) -> dict[str, Any]:
    import tomllib  # not at a start: see token_values

    return tomllib.loads(path.read_text(encoding="utf-8"))


def _build(cls: type[_T], table: Mapping[str, object]) -> _T:
    wanted: dict[str, str] = {name: _kind(told) for name, told in cls.__annotations__.items()}
    if wrong := set(wanted) ^ set(table):
        raise TokenError(f"{cls.__name__}: missing or unknown {sorted(wrong)}")
    return cls(**{name: _value(kind, table[name]) for name, kind in wanted.items()})


def _kind(told: Any) -> str:
    """An annotation as it was written."""
    return str(getattr(told, "__name__", told))


def _value(kind: str, value: object) -> object:
    if kind == "QColor":
        return parse_color(str(value))
    if kind == "TextStyle":
        return _build(TextStyle, cast("Mapping[str, object]", value))
    if isinstance(value, list):
        return tuple(value)
    return float(cast("float", value)) if kind == "float" else value


def _avatars(table: Mapping[str, object]) -> Avatars:
    pairs = {scheme: cast("list[tuple[str, str]]", table[scheme]) for scheme in SCHEMES}
    return Avatars(
        pairs={
            scheme: tuple(AvatarPair(parse_color(ground), parse_color(text)) for ground, text in rows)
            for scheme, rows in pairs.items()
        },
        initials_ratio=float(cast("float", table["initials_ratio"])),
        sizes=tuple(cast("list[int]", table["sizes"])),
    )


def _charts(table: Mapping[str, object]) -> Charts:
    def colors(name: str) -> tuple[QColor, ...]:
        return tuple(parse_color(text) for text in cast("list[str]", table[name]))

    return Charts(
        series={scheme: colors(scheme) for scheme in SCHEMES},
        ramp={scheme: colors(f"ramp_{scheme}") for scheme in SCHEMES},
        grid_dash=tuple(cast("list[int]", table["grid_dash"])),
        line_width=cast("int", table["line_width"]),
        bar_radius=cast("int", table["bar_radius"]),
        bar_max_width=cast("int", table["bar_max_width"]),
    )
