"""Which files the hub must fetch: those that a channel's message names, put in line with the message itself."""

from collections.abc import Sequence

from app.domain.arrivals import MessageReceived
from app.domain.events import Event
from storage import view
from storage.hub import media_jobs
from storage.hub.tables import Connection


def names_a_file(event: Event) -> bool:
    """Whether an event names a file that lies at the channel."""
    body = event.body
    return (
        isinstance(body, MessageReceived)
        and body.content is not None
        and body.content.media is not None
        and body.content.media.external_id is not None
    )


def queue_media(conn: Connection, events: Sequence[Event]) -> None:
    """Make the jobs of appended events, in their transaction. An edit's file belongs to the message that it changes.

    Nothing is fetched for a number that is not ours: we have no access to its files.
    """
    for event in events:
        body = event.body
        if isinstance(body, MessageReceived) and names_a_file(event) and body.conversation_id is not None:
            assert body.content is not None
            assert body.content.media is not None
            media = body.content.media
            message_id = body.message_id
            if body.kind == "edit" and body.reply_to is not None:
                original = view.message_by_external_id(conn, body.reply_to)
                message_id = original.message_id if original else message_id
            media_jobs.add(
                conn,
                media_jobs.NewJob(
                    message_id,
                    body.conversation_id,
                    body.line_id,
                    media.external_id or "",
                    media.sha256,
                    body.received_at,
                ),
            )
