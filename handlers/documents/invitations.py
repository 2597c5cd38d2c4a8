"""Invitations on paper: A4 with eight to cut apart, A5 letters, or words to copy into a message, one for each."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

from handlers.documents import pdf
from handlers.kit.wording import Wording, capital
from handlers.reports.invitations import Invitation, Invitations

Layout = Literal["cards", "letters", "texts"]
# in this order, two of them have room; one of the two ways of Zalo is enough
WAYS = (("zalo_oa", "zalo_bot"), ("telegram",), ("web",))
MOST_WAYS = 2


def render(invitations: Invitations, layout: Layout, wording: Wording, at: datetime) -> bytes:
    """Makes the PDF. Raises NotWritten."""
    return pdf.write("invitations", words_of(invitations, layout, wording), at)


def words_of(invitations: Invitations, layout: Layout, wording: Wording) -> dict[str, object]:
    """Gives all that the template sets: strings, and a QR as SVG by its link, so that equal ones are there once."""
    ways = {invitation.code: ways_of(invitation.links) for invitation in invitations.each}
    shown = {link for each in ways.values() for _, link in each} if layout != "texts" else set()
    return {
        "language": wording.language,
        "layout": layout,
        "service": wording.text("page.name"),
        "title": wording.text("document.invitations.title", place=invitations.place),
        "qr": {link: _qr(link) for link in sorted(shown)},
        "each": [_words(invitation, ways[invitation.code], invitations, wording) for invitation in invitations.each],
    }


def message_of(invitation: Invitation, invitations: Invitations, wording: Wording) -> str:
    """Writes what somebody copies into an SMS or a Zalo message for this one person."""
    links = [link for _, link in ways_of(invitation.links)]
    return wording.text(
        f"document.invitations.message.{invitation.role}",
        name=invitation.name,
        place=invitations.place,
        code=invitation.code,
        until=wording.date_on_paper(invitations.until),
        link=" ".join(links),
        contact=invitations.contact,
    )


def ways_of(links: Mapping[str, str]) -> list[tuple[str, str]]:
    """Gives the two ways, channel and link, that stand on an invitation."""
    return list(_ways(links))[:MOST_WAYS]


def _ways(links: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for channels in WAYS:
        channel = next((channel for channel in channels if channel in links), None)
        if channel:
            yield channel, links[channel]


def _words(
    invitation: Invitation, ways: list[tuple[str, str]], invitations: Invitations, wording: Wording
) -> dict[str, object]:
    asks = "document.invitations.asks_born" if invitation.asks_born else "document.invitations.asks_name"
    return {
        "name": invitation.name,
        "group": invitation.group,
        "phone": invitation.phone,
        "code": invitation.code,
        "about": wording.text(f"document.invitations.about.{invitation.role}", place=invitations.place),
        "how": f"{wording.text('document.invitations.how')} {wording.text(asks)}",
        "until": wording.text("document.invitations.until", day=wording.date_on_paper(invitations.until)),
        "contact": wording.text("document.invitations.contact", contact=invitations.contact),
        "ways": [{"label": _label(channel, wording), "link": link} for channel, link in ways],
        "message": message_of(invitation, invitations, wording),
    }


def _label(channel: str, wording: Wording) -> str:
    """Names the app alone: «Zalo», whichever of its two ways it is."""
    return "Zalo" if channel.startswith("zalo") else capital(wording.text(f"channel.{channel}"))


def _qr(link: str) -> str:
    import segno

    return segno.make_qr(link, error="m").svg_inline(border=2, light="#fff", omitsize=True)
