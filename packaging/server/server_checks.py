"""What must hold before anything of the machine is changed, and what a person should know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from server_machine import Machine, joined, refuse
from server_words import gettext as _

FAMILIES = frozenset({"debian", "ubuntu"})
PORTS = (80, 443)
HUB_PORT = 8080
ROOM_BYTES = 3 * 1024**3
IMPORT_LINE = "import /etc/caddy/comptoir.caddy"


def check_root(machine: Machine) -> None:
    """Raises Failed unless this person may change the machine."""
    if not machine.is_root():
        refuse(_("Nothing was changed: this needs the rights of root. Put sudo before the command."))


def check_machine(machine: Machine, domain: str, *, is_again: bool) -> None:
    """Raises Failed for what rules an installation out; nothing has changed then."""
    check_root(machine)
    if not FAMILIES & _families(machine):
        refuse(
            _(
                "Nothing was changed: this works on Debian and Ubuntu. Other systems: see docs/manual/server.md."
            )
        )
    if not machine.path("/run/systemd/system").is_dir():
        refuse(_("Nothing was changed: systemd does not run here, so no service can be kept running."))
    if not is_domain(domain):
        refuse(
            _("Nothing was changed: {domain} is not a domain. It looks like hub.example.com.").format(
                domain=domain
            )
        )
    if not machine.addresses_of(domain):
        refuse(
            _(
                "Nothing was changed: the world does not find {domain}. Let its “A” record (and “AAAA”, if there is "
                "one) point to this machine, wait some minutes, then try again."
            ).format(domain=domain)
        )
    if not machine.is_active("caddy.service"):
        taken = [str(port) for port in PORTS if not machine.is_port_free(port)]
        if taken:
            refuse(
                _(
                    "Nothing was changed: another program listens on port {ports}, which https needs. Stop it, or see "
                    "docs/manual/server.md for a web server that is there already."
                ).format(ports=joined(taken))
            )
    if not is_again and not machine.is_port_free(HUB_PORT):
        refuse(
            _("Nothing was changed: another program listens on port {ports}, which the hub needs.").format(
                ports=HUB_PORT
            )
        )
    for folder in ("/opt", "/var/lib"):
        if machine.free_bytes(machine.path(folder)) < ROOM_BYTES:
            refuse(
                _("Nothing was changed: the disk of {folder} has less than {gigabytes} GB of room.").format(
                    folder=folder, gigabytes=ROOM_BYTES // 1024**3
                )
            )


def warnings(machine: Machine, domain: str) -> Iterator[str]:
    """What may be right, and may not."""
    found, own = machine.addresses_of(domain), machine.own_addresses()
    if own and not found & own:
        yield _(
            "{domain} leads to {addresses}, and this machine knows itself as {own}. That is right behind a router that "
            "passes ports 80 and 443 on to it; else no certificate will come."
        ).format(domain=domain, addresses=joined(sorted(found)), own=joined(sorted(own)))
    synced = machine.run("timedatectl", "show", "--property=NTPSynchronized", "--value").stdout.strip()
    if synced != "yes":
        yield _(
            "The clock of this machine is not set by the network, and messages would get wrong times. "
            "This sets it: timedatectl set-ntp true"
        )


def is_domain(text: str) -> bool:
    """Whether it could be one, without scheme and path."""
    labels = text.split(".")
    return (
        len(text) < 254
        and len(labels) > 1
        and all(label and len(label) < 64 and label.strip("-") == label for label in labels)
        and all(char.isascii() and (char.isalnum() or char == "-") for label in labels for char in label)
        and not labels[-1].isdigit()
    )


def _families(machine: Machine) -> set[str]:
    path: Path = machine.path("/etc/os-release")
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    known = dict(line.split("=", 1) for line in lines if "=" in line)
    return {word for name in ("ID", "ID_LIKE") for word in known.get(name, "").strip('"').split()}
