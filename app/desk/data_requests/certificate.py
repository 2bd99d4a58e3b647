"""The certificate of an erasure: what went, when, by whom, where, and what remains.

Nobody is named in it but who did it.

Its place in the log and the chain there prove when it was written: whoever holds a later page of the log can tell that
neither was changed since.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.desk.data_requests import pages
from app.domain.erasure import ErasureDevice, ErasureRow
from app.words import gettext as _
from app.words.erasure import counted, kept_off_words, reason_words, remains, state_words
from storage.codec import to_json


def certificate_json(row: ErasureRow) -> bytes:
    """For programs."""
    told: dict[str, Any] = {"certificate": "comptoir.erasure", "version": 1, **asdict(row)}
    return to_json(told)


def certificate_page(row: ErasureRow, business: str) -> str:
    """To read and to print."""
    told = [
        (_("Number of the erasure"), row.erasure_id),
        (_("Reason"), reason_words(row.reason)),
        (_("Asked for"), pages.moment(row.asked_at)),
        (_("Done at the hub"), pages.moment(row.done_at) or _("Not yet")),
        (_("By"), row.asked_by or _("The hub's own computer or a rule of age")),
        (_("State"), state_words(row)),
    ]
    left = [*remains(), *([kept_off_words()] if row.is_kept_off else [])]
    if row.backups_until_at is not None:
        left.append(
            _("The last copy that may still hold something is gone on {date}.").format(
                date=row.backups_until_at.date().isoformat()
            )
        )
    title = _("Certificate of erasure") + (f" – {business}" if business else "")
    return pages.page(
        title,
        [
            pages.facts(told),
            pages.heading(_("What was erased")),
            pages.items(counted(row.counts) or [_("Nothing was held of this person.")]),
            pages.heading(_("On these computers")),
            pages.facts([(f"{one.name} ({one.member})", _device(one)) for one in row.devices]),
            pages.heading(_("What remains, and why")),
            *map(pages.paragraph, left),
            pages.heading(_("Proof")),
            pages.paragraph(
                _("Entry {pos} of the team's log; hash of the chain there:").format(pos=row.pos)
                + " "
                + row.chain
            ),
        ],
    )


def write_certificate(row: ErasureRow, target: Path, business: str) -> list[Path]:
    """The page as named, and beside it the same for programs. Raises OSError."""
    page, data = target.with_suffix(".html"), target.with_suffix(".json")
    page.write_text(certificate_page(row, business), "utf-8")
    data.write_bytes(certificate_json(row))
    return [page, data]


def _device(one: ErasureDevice) -> str:
    if one.confirmed_at is not None:
        return _("Confirmed {at}").format(at=pages.moment(one.confirmed_at))
    if one.is_revoked:
        return _("Shut out: it shows nothing any more, and erases itself at its next contact")
    return _(
        "Not yet: it erases its copy when it next reaches the hub; without the hub it locks after some days"
    )
