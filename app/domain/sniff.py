"""What a file really is: its first bytes decide, never its name or what somebody says of it."""

from app.domain.file_facts import FileFacts, Read, Source
from app.domain.sniff_boxes import film
from app.domain.sniff_documents import document
from app.domain.sniff_pictures import picture
from app.domain.sniff_sound import sound

# Other names of the same types, as channels and systems write them.
_SAME = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "audio/mp3": "audio/mpeg",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "audio/opus": "audio/ogg",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/aacp": "audio/aac",
    "audio/3gpp": "audio/amr",
    "application/ogg": "audio/ogg",
    "application/x-zip-compressed": "application/zip",
    "application/x-pdf": "application/pdf",
    "application/x-msdownload": "application/vnd.microsoft.portable-executable",
    "text/xml": "application/xml",
    "application/csv": "text/csv",
}
_SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})


def sniff(read: Read, size: int) -> FileFacts:
    """The facts of a file of `size` bytes, of which `read(start, length)` gives parts. Never raises for its content."""
    source = Source(read, size)
    return picture(source) or film(source) or sound(source) or document(source)


def sniff_bytes(data: bytes) -> FileFacts:
    """The same of bytes in memory."""
    return sniff(lambda start, length: data[start : start + length], len(data))


def base_type(mime: str) -> str:
    """A type in its usual spelling, without parameters: "audio/ogg" of "Audio/Ogg; codecs=opus"."""
    plain = mime.partition(";")[0].strip().lower()
    return _SAME.get(plain, plain)


def is_as_declared(facts: FileFacts, declared: str | None) -> bool:
    """Whether the content is of the type that was announced; all kinds of text that nobody runs count as one."""
    said = base_type(declared or "")
    if said in _SAYS_NOTHING or said == base_type(facts.mime):
        return True
    is_plain = facts.family == "text" and not facts.is_dangerous
    return is_plain and ((said.startswith("text/") and said != "text/html") or said == "application/json")
