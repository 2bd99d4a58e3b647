"""What we send along with each message and get back in every status of it: a version and our own message id."""

from app.domain.ids import MessageId

_PREFIX = "c1:"  # with a message id far below Meta's limit of 512 characters


def of_message(message_id: MessageId) -> str:
    """The value to send along."""
    return _PREFIX + message_id


def message_id_of(opaque: str | None) -> MessageId | None:
    """Our id out of a value that came back; None for what another program sent along."""
    if opaque is None or not opaque.startswith(_PREFIX) or len(opaque) == len(_PREFIX):
        return None
    return MessageId(opaque[len(_PREFIX) :])
