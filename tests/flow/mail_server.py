"""A mail server of a few lines on this computer: takes what is handed over, or says no as it was told to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

PEM = Path(__file__).parents[1] / "files" / "mail" / "localhost.pem"


def trusting() -> ssl.SSLContext:
    """Trusts the certificate of this server, and nothing else."""
    return ssl.create_default_context(cafile=str(PEM))


@dataclass
class MailBox:
    """`answers`: instead of the usual reply to a verb; AFTER: to the whole e-mail, and then the line is cut. `mails`:
    what was taken."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)
    tries: int = 0
    hung: asyncio.Event = field(default_factory=asyncio.Event)

    def texts(self) -> list[str]:
        return [str(one["Subject"]) + "\n" + one.get_content() for one in self.mails]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tries += 1
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 localhost\r\n")
        while line := await reader.readline():
            verb = line.split()[0].decode().upper() if line.split() else ""
            usual = {
                "EHLO": "250-localhost\r\n250 AUTH PLAIN",
                "AUTH": "235 in",
                "DATA": "354 go on",
                "QUIT": "221 bye",
            }
            reply = self.answers.get(verb, usual.get(verb, "250 good"))
            if reply == "HANG":
                await self.hung.wait()
                return
            writer.write(reply.encode() + b"\r\n")
            await writer.drain()
            if verb == "QUIT":
                return
            if verb == "DATA" and reply.startswith("354"):
                body = await reader.readuntil(b"\r\n.\r\n")
                taken = message_from_bytes(
                    body.removesuffix(b".\r\n").replace(b"\r\n", b"\n"), policy=policy.default
                )
                assert isinstance(taken, EmailMessage)
                self.mails.append(taken)
                if "AFTER" in self.answers:
                    writer.write(self.answers["AFTER"].encode())
                    return
                writer.write(b"250 taken\r\n")


@asynccontextmanager
async def mail_server(*, is_tls: bool = False) -> AsyncIterator[MailBox]:
    """One that listens until the block ends."""
    box, context = MailBox(), None
    if is_tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(PEM)
    server = await asyncio.start_server(box.serve, "127.0.0.1", 0, ssl=context)
    box.port = server.sockets[0].getsockname()[1]
    async with server:
        yield box
