"""Which block draws which part."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ui.conversation import parts
from ui.conversation.blocks.base import Block, Room
from ui.conversation.blocks.card_blocks import AdBlock, CarouselBlock, FileBlock, MapBlock, PersonBlock
from ui.conversation.blocks.picture_block import PictureBlock
from ui.conversation.blocks.sound_block import SoundBlock
from ui.conversation.blocks.text_blocks import LineBlock, RowsBlock, WordsBlock

_BLOCKS: Final[Mapping[type, Callable[[Any, Room], Block]]] = {
    parts.Line: LineBlock,
    parts.Words: WordsBlock,
    parts.Picture: PictureBlock,
    parts.Sound: SoundBlock,
    parts.FileCard: FileBlock,
    parts.MapCard: MapBlock,
    parts.PersonCard: PersonBlock,
    parts.Rows: RowsBlock,
    parts.AdCard: AdBlock,
    parts.Carousel: CarouselBlock,
}


def measure(part: parts.Part, room: Room) -> Block:
    """The part, measured for a width."""
    return _BLOCKS[type(part)](part, room)
