"""What a file really is: its first bytes decide, never its name or what somebody says of it."""

from app.domain.file_facts import FileFacts, Read, Source
from app.domain.sniff_boxes import film
from app.domain.sniff_documents import document
from app.domain.sniff_pictures import picture
from app.domain.sniff_sound import sound


def sniff(read: Read, size: int) -> FileFacts:
    """The facts of a file of `size` bytes, of which `read(start, length)` gives parts. Never raises for its content."""
    source = Source(read, size)
    return picture(source) or film(source) or sound(source) or document(source)


def sniff_bytes(data: bytes) -> FileFacts:
    """The same of bytes in memory."""
    return sniff(lambda start, length: data[start : start + length], len(data))
