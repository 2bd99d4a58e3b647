"""Sentences about the way from Meta to the hub: since when it is cut, and what each tunnel program means."""

from datetime import datetime

from app.domain.outside import ReachLoss
from app.domain.public_address import Telling, TunnelHeard, TunnelKind
from app.words import gettext as _
from app.words.formats import Formats


def reach_words(loss: ReachLoss, now: datetime, formats: Formats) -> str:
    """Since when, and what to do now."""
    since = _("Meta cannot reach this business since {moment}: what customers write waits at Meta.")
    return f"{since.format(moment=formats.moment(loss.since_at, now))} {reach_advice(loss.code)}"


def reach_fact(loss: ReachLoss, now: datetime, formats: Formats) -> str:
    """The same for a line that has room for one fact."""
    return _("Meta cannot reach you since {moment}").format(moment=formats.moment(loss.since_at, now))


def reach_advice(code: str) -> str:
    """What it probably is, and what helps; a code of a newer hub gets the general advice."""
    known = {
        "reach_no_name": _(
            "The public address is not known on the internet. Start the tunnel again, or check the address."
        ),
        "reach_certificate": _(
            "The certificate of the public address is not valid. Whoever looks after the server must renew it."
        ),
        "reach_silent": _(
            "The public address does not answer in time. Check the network of the computer where the hub runs."
        ),
        "reach_refused": _(
            "At the public address something answers that does not know your number. Connect the number again, or "
            "check where the address leads."
        ),
        "reach_gateway": _(
            "The tunnel or server in front answers, but does not get through to the hub. Start it again."
        ),
        "reach_foreign": _(
            "At the public address something else answers. Check where the address leads, and start the tunnel again."
        ),
        "reach_asleep": _(
            "The computer where the hub runs was asleep. Keep it awake, or move to a small server."
        ),
    }
    return known.get(code) or _(
        "Nobody answers at the public address. Check that the hub’s computer is online and that its tunnel runs."
    )


def about_address() -> dict[str, str]:
    """The sentences of refusals by code."""
    return {
        "address_not_public": _(
            "This address was not taken, since Meta could never reach it. It begins with https:// and has a name with "
            "a dot, and nothing behind it: https://hub.example.org."
        ),
        "address_fixed": _(
            "The address was not changed: this hub runs on a server. Whoever looks after it sets the address there."
        ),
    }


def tunnel_name(kind: TunnelKind) -> str:
    """How its maker calls it."""
    names = {"cloudflared": "Cloudflare", "ngrok": "ngrok", "tailscale": "Tailscale", "zrok": "zrok"}
    return names[kind]


def tunnel_site(kind: TunnelKind) -> str:
    """Where its maker gives it out."""
    sites = {
        "cloudflared": "https://github.com/cloudflare/cloudflared/releases/latest",
        "ngrok": "https://ngrok.com/download",
        "tailscale": "https://tailscale.com/download",
        "zrok": "https://docs.zrok.io/docs/guides/install/",
    }
    return sites[kind]


def tunnel_about(kind: TunnelKind) -> str:
    """What it asks for, whether the address stays, and what it costs."""
    said = {
        "cloudflared": _(
            "No account and nothing to pay, and no promise that it works tomorrow. The address is another one at each "
            "start; Comptoir tells Meta by itself."
        ),
        "ngrok": _(
            "Needs an account. The address stays. The free offer takes 20,000 requests a month; each message counts as "
            "several."
        ),
        "tailscale": _(
            "Needs an account, and the free one is enough. The address stays. It has to be allowed once in the "
            "browser."
        ),
        "zrok": _(
            "Needs an account. The address is another one at each start; Comptoir tells Meta by itself."
        ),
    }
    return said[kind]


def tunnel_sees(kind: TunnelKind) -> str:
    """Who could read what passes."""
    if kind == "tailscale":
        return _(
            "What passes is encrypted as far as this computer: Tailscale sees that something comes, not what it says."
        )
    return _("{program} opens the encryption on the way: it could read the messages that come in.").format(
        program=tunnel_name(kind)
    )


def tunnel_trouble(heard: TunnelHeard, kind: TunnelKind) -> str:
    """Why it does not run, and what to do; "" while nothing is wrong."""
    known = {
        "tunnel_page": _(
            "{program} must be allowed once. Open this page in your browser, then come back: {page}"
        ),
        "tunnel_signed_out": _(
            "{program} did not start, since it is not signed in on this computer. Sign in as its maker says; it then "
            "starts by itself."
        ),
        "tunnel_denied": _(
            "{program} did not start, since it does not let you change its settings. On Linux, this helps once: sudo "
            "tailscale set --operator=$USER"
        ),
        "tunnel_taken": _(
            "{program} did not start, since its address already leads elsewhere. End what uses it on this or another "
            "computer."
        ),
        "tunnel_away": _(
            "{program} gave no address: its service does not answer or asks to wait. It is tried again by itself."
        ),
        "tunnel_unusable": _(
            "{program} did not start: the program is not there or cannot be run. Install it again."
        ),
        "tunnel_ended": _("{program} ended, and is started again by itself."),
    }
    sentence = known.get(heard.code, "")
    if not sentence:
        return ""
    said = sentence.format(program=tunnel_name(kind), page=heard.page)
    if heard.reason and heard.code != "tunnel_page":
        said += " " + _("It said: {words}").format(words=heard.reason)
    return said


def telling_words(telling: Telling) -> str:
    """How far Meta was told of the address."""
    said: dict[Telling, str] = {
        "settling": _("The address is new: Meta is told in some seconds, once it is known everywhere."),
        "telling": _("Meta is told the address…"),
        "told": _("Meta knows this address."),
        "failed": _("Meta could not be told the address. It is tried again by itself."),
    }
    return said.get(telling, "")
