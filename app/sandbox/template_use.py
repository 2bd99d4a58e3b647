"""How often templates were sent, delivered, read and tapped, counted from the messages of the world."""

from collections import Counter
from collections.abc import Iterator

from app.sandbox.templates_store import Json
from app.sandbox.world import Message, World


class Use:
    """Counts what the business sent, by template and by day."""

    def __init__(self, world: World) -> None:
        self._world = world

    def of(self, template_id: str, start: int, end: int) -> Json:
        """Counts of one template between two Unix times: sent, delivered, read, clicked."""
        template = self._world.account.templates.by_id(template_id)
        key = (template.name, template.language) if template else None
        sent = [
            message
            for message in self.outgoing(start, end)
            if message.kind == "template" and template_of(message) == key
        ]
        ranks = [self.ranks(message) for message in sent]
        clicks = Counter(text for message in sent for text in self._taps(message))
        return {
            "sent": len(sent),
            "delivered": sum(bool(rank & {"delivered", "read", "played"}) for rank in ranks),
            "read": sum(bool(rank & {"read", "played"}) for rank in ranks),
            "clicked": [
                {"type": "quick_reply_button", "button_content": text, "count": count}
                for text, count in clicks.items()
            ],
        }

    def outgoing(self, start: int, end: int) -> Iterator[Message]:
        """What the business sent by software and Meta took, between two Unix times."""
        for message in self._world.messages.values():
            is_ours = not message.is_inbound and (message.is_by_software or not message.is_history)
            if is_ours and start <= message.at.timestamp() < end and "failed" not in self.ranks(message):
                yield message

    def ranks(self, message: Message) -> set[str]:
        """Every status that a message has had."""
        told = {
            event["delivery_status"].lower() for event in self._world.account.events.get(message.wamid, [])
        }
        return told | {rank for rank, _ in message.statuses}

    def _taps(self, message: Message) -> Iterator[str]:
        """Texts of the quick replies that answered this message."""
        for answer in self._world.messages.values():
            if answer.is_inbound and answer.kind == "button" and answer.context == message.wamid:
                yield answer.content["text"]


def template_of(message: Message) -> tuple[str, str] | None:
    """Name and language of the template that a message was made of."""
    content = message.content if isinstance(message.content, dict) else {}
    language = content.get("language")
    code = language.get("code") if isinstance(language, dict) else None
    return (content["name"], code) if code and "name" in content else None
