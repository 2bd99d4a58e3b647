"""Hands an e-mail to a mail server: encrypted, the server's certificate checked, within a bounded time. Blocks."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from app.domain.errors import EnvironmentFailure
from app.hub.config import is_loopback

TIMEOUT_S = 20.0
PORTS = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail goes out. `scheme`: "smtps", "smtp+starttls", or "smtp" for a server on this computer."""

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    sender: str


def server_of(url: str) -> MailServer:
    """COMPTOIR_SMTP_URL, as smtps://user:password@host:465. The sender is the user, else `?from=`.

    Raises EnvironmentFailure("mail_url_malformed") for another shape, and for a way that is not encrypted.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise EnvironmentFailure("mail_url_malformed") from error
    if not host or parts.scheme not in PORTS or (parts.scheme == "smtp" and not is_loopback(host)):
        raise EnvironmentFailure("mail_url_malformed")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    named = parse_qs(parts.query).get("from", [""])[0]
    sender = named or (user if "@" in user else f"{user or 'comptoir'}@{host}")
    if any(char in sender for char in "\r\n <>"):
        raise EnvironmentFailure("mail_url_malformed")
    return MailServer(parts.scheme, host, port, user, password, sender)


class PerhapsTaken(EnvironmentFailure):
    """The whole e-mail went out and no answer came: the server may have it."""


def deliver(server: MailServer, message: EmailMessage, trust: Callable[[], ssl.SSLContext]) -> None:
    """Hand it over; the server has it when this returns.

    Raises EnvironmentFailure: mail_server_silent (PerhapsTaken once all of it had gone out), mail_server_untrusted,
    mail_login_refused, mail_address_refused, mail_refused {said}.
    """
    way: _Way | None = None
    try:
        way = _connected(server, trust)
        if server.user:
            way.login(server.user, server.password)
        way.send_message(message)
    except ssl.SSLCertVerificationError as error:
        raise EnvironmentFailure("mail_server_untrusted", host=server.host) from error
    except smtplib.SMTPAuthenticationError as error:
        raise EnvironmentFailure("mail_login_refused", host=server.host) from error
    except smtplib.SMTPRecipientsRefused as error:
        raise EnvironmentFailure("mail_address_refused", host=server.host) from error
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError) as error:
        kind = PerhapsTaken if way is not None and way.has_told else EnvironmentFailure
        raise kind("mail_server_silent", host=server.host) from error
    except smtplib.SMTPException as error:
        raise EnvironmentFailure("mail_refused", host=server.host, said=_said(error)) from error
    except (OSError, UnicodeError) as error:
        raise EnvironmentFailure("mail_server_silent", host=server.host) from error
    finally:
        if way is not None:
            _part(way)


class _Way(smtplib.SMTP):
    """`has_told` once the words, to the dot at their end, went to the server."""

    has_told = False

    def send(self, s: Any) -> None:
        super().send(s)
        self.has_told |= isinstance(s, bytes) and s.endswith(b"\r\n.\r\n")


class _LockedWay(_Way, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


def _part(way: _Way) -> None:
    """Whatever is said at parting changes nothing of what was taken."""
    try:
        if way.sock is not None:
            way.quit()
    except (smtplib.SMTPException, OSError):
        pass
    finally:
        way.close()


def _connected(server: MailServer, trust: Callable[[], ssl.SSLContext]) -> _Way:
    if server.scheme == "smtps":
        return _LockedWay(server.host, server.port, timeout=TIMEOUT_S, context=trust())
    smtp = _Way(server.host, server.port, timeout=TIMEOUT_S)
    if server.scheme == "smtp+starttls":
        try:
            smtp.starttls(context=trust())
        except BaseException:
            smtp.close()
            raise
    return smtp


def _said(error: smtplib.SMTPException) -> str:
    """The server's own words, if it had any: they may name an address of ours, never a customer."""
    words = getattr(error, "smtp_error", b"")
    return (words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words))[:200] or type(
        error
    ).__name__
