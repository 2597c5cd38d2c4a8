"""Who may see whom: asked here and nowhere else, for chat, web and exports alike; every look is written down."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, select

from rules.hiring import ASKED_ANEW, WAITING_FOR_PARTNER
from rules.standing import READERS, Standing
from storage import (
    accounts,
    chats,
    consents,
    covers,
    handing_on,
    hiring,
    offers,
    person_pages,
    persons,
)
from storage.accounts import Account
from storage.alerts import Alert
from storage.applicants import Applicant, applicant_of
from storage.database import Db
from storage.persons import Person
from storage.threads import Thread
from storage.transfers import OPEN, Transfer


class NotAllowed(PermissionError):
    """This account may not see this person. Ask `storage.access` before showing anybody."""


def acts(account: Account | None, *roles: str, unit: str = "") -> bool:
    """Tells whether an account may do or hear anything now: it is active, holds one of the `roles`, is of the `unit`.

    What is not given is not asked. Every message, press, page, file, stream and notice asks here: whoever is closed or
    has moved is out from that second on.
    """
    if account is None or account.status != "active":
        return False
    return (not roles or any(role in account.roles for role in roles)) and unit in ("", account.unit)


ENDED_AT = (
    select(chats.chats.c.address)
    .join(accounts.accounts, accounts.accounts.c.id == chats.chats.c.account_id)
    .where(
        chats.chats.c.channel == bindparam("channel"),
        chats.chats.c.address.in_(bindparam("addresses", expanding=True)),
        accounts.accounts.c.status != "active",
    )
)


def ended_at(db: Db, channel: str, addresses: Collection[str]) -> set[str]:
    """Gives those of a channel's addresses whose account does not act any more: one look for many open streams."""
    return set(db.execute(ENDED_AT, {"channel": channel, "addresses": list(addresses)}).scalars())


def standing(db: Db, viewer: Account, person: Person) -> Standing:
    """Tells what the viewer is to the person: officer, guardian, self, partner, or nobody.

    The officer is of the commune, the guardian the present one, or who stands in for them today, the partner one whom
    the person let know of them.
    Who is several of these is the first of them: it is the one that sees the most.
    """
    if acts(viewer, "officer", unit=person.unit):
        return "officer"
    if cares_for(db, viewer, person):
        return "guardian"
    if acts(viewer, "person") and person.account_id == viewer.id:
        return "self"
    return "partner" if any(applicant.id == person.id for _, applicant in _interested(db, viewer)) else "nobody"


def cares_for(db: Db, account: Account, person: Person) -> bool:
    """Tells whether an account looks after the person now, as the guardian or in their stead, whatever else it is."""
    return acts(account, "guardian") and covers.looks_after(db, account.id, person.id)


def may_see(db: Db, viewer: Account, person: Person) -> bool:
    """Tells whether the viewer may read the person's record at all; asks only, and writes nothing down."""
    return standing(db, viewer, person) in READERS


def look(db: Db, viewer: Account, person_id: int, why: str) -> Person:
    """Opens the person's record for this viewer and reason; the look is written down, and so is a refusal.

    Raises NotAllowed.
    """
    person = persons.get(db, person_id)
    if person is None or not may_see(db, viewer, person):
        raise _refused(db, viewer, person_id, why)
    db.audit(person.unit, viewer.id, "person.looked", person_id, why)
    return person


def _refused(db: Db, viewer: Account, person_id: int, why: str) -> NotAllowed:
    db.audit(viewer.unit, viewer.id, "person.refused", person_id, why)
    return NotAllowed(f"account {viewer.id}, person {person_id}")


def visible_threads(db: Db, viewer: Account, listed: Collection[Thread]) -> list[Thread]:
    """Picks the threads that the viewer may read: officers of the person's commune, and the guardian it is with.

    A guardian sees their own, as long as the person is in their care, and what an officer has handed on to them.
    """
    people = persons.several(db, {thread.person_id for thread in listed})
    own = {person.id for person in in_care(db, viewer)} if listed else set()

    def may_read(thread: Thread) -> bool:
        person = people.get(thread.person_id)
        if person is None:
            return False
        is_theirs = person.id in own and viewer.id in (thread.guardian_id, thread.handed_to)
        return is_theirs or acts(viewer, "officer", unit=person.unit)

    return [thread for thread in listed if may_read(thread)]


def look_for_document(
    db: Db, reader: Account, person_id: int, document: str, standings: tuple[Standing, ...] = ("officer",)
) -> Person:
    """Gives the person for a file about them that this reader gets. It is made now, and that is written down.

    `standings`: whose file it is. Raises NotAllowed.
    """
    person = persons.get(db, person_id)
    if person is None or standing(db, reader, person) not in standings:
        db.audit(reader.unit, reader.id, "person.refused", person_id, document)
        raise NotAllowed(f"account {reader.id}, person {person_id}")
    db.audit(person.unit, reader.id, "document.made", person_id, document)
    return person


def in_care(db: Db, guardian: Account, why: str = "") -> list[Person]:
    """Lists the guardian's own, the longest unvisited first; without a `why` nothing is written down."""
    if not acts(guardian, "guardian"):
        return []
    cared_for = persons.of_guardian(db, guardian.id)
    if why:
        db.audit(guardian.unit, guardian.id, "persons.listed", None, f"{why}: {len(cared_for)}")
    return cared_for


def handed_on(db: Db, guardian: Account) -> dict[int, date]:
    """Maps person → the last day of the guardian's care, or of standing in, where it is over since a few days only.

    What they saw till then they may still report; they do not see the record any more.
    """
    if not acts(guardian, "guardian"):
        return {}
    return handing_on.lately(db, guardian.id, guardian.unit)


def look_to_report(db: Db, guardian: Account, person_id: int, why: str) -> Person:
    """Opens the record of whoever is in the guardian's care, or was until a few days ago. Raises NotAllowed."""
    person = persons.get(db, person_id)
    if person is not None and may_see(db, guardian, person):
        reason = why
    elif person is not None and person_id in handed_on(db, guardian):
        reason = f"{why}: handed on"
    else:
        raise _refused(db, guardian, person_id, why)
    db.audit(person.unit, guardian.id, "person.looked", person_id, reason)
    return person


def look_at_transfer(db: Db, officer: Account, transfer: Transfer) -> Person:
    """Opens whom a move is about, for officers of both communes while it waits for an answer. Raises NotAllowed."""
    person = persons.get(db, transfer.person_id)
    is_between = officer.unit in (transfer.unit, transfer.to_unit) and transfer.state in OPEN
    if person is None or not (acts(officer, "officer") and is_between):
        db.audit(officer.unit, officer.id, "person.refused", transfer.person_id, f"transfer {transfer.id}")
        raise NotAllowed(f"account {officer.id}, transfer {transfer.id}")
    db.audit(person.unit, officer.id, "person.looked", person.id, f"transfer {transfer.id}")
    return person


def visible_persons(db: Db, viewer: Account, why: str = "list") -> list[Person]:
    """Lists everybody the viewer may see, a guardian's own first; nothing is written down without a `why`."""
    by_id: dict[int, Person] = {}
    if acts(viewer, "guardian"):
        by_id |= {person.id: person for person in persons.of_guardian(db, viewer.id)}
    if acts(viewer, "person") and (self := persons.by_account(db, viewer.id)):
        by_id.setdefault(self.id, self)
    if acts(viewer, "officer"):
        for person in persons.of_unit(db, viewer.unit):
            by_id.setdefault(person.id, person)
    if why:
        db.audit(viewer.unit, viewer.id, "persons.listed", None, f"{why}: {len(by_id)}")
    return list(by_id.values())


def people_page(db: Db, officer: Account, wanted: person_pages.Wanted, *, most: int, skipped: int = 0) -> list[Person]:
    """Lists a page of those in the care of the officer's commune, and writes it down; nobody to others."""
    if not acts(officer, "officer"):
        return []
    page = person_pages.page_of(db, officer.unit, wanted, most=most, skipped=skipped)
    db.audit(officer.unit, officer.id, "persons.listed", None, f"page: {len(page)}")
    return page


def with_status(db: Db, officer: Account, *statuses: str) -> list[Person]:
    """Lists those of the officer's commune with one of these statuses, sorted by name, and writes it down."""
    if not acts(officer, "officer"):
        return []
    people = [person for status in statuses for person in persons.of_unit(db, officer.unit, status)]
    db.audit(officer.unit, officer.id, "persons.listed", None, f"{'/'.join(statuses)}: {len(people)}")
    return persons.by_name(people)


def find(db: Db, viewer: Account, words: str) -> list[Person]:
    """Finds, among the persons whom the viewer may see, those that the words fit by name or hamlet."""
    return persons.matching(visible_persons(db, viewer, "find"), words)


def applicants(db: Db, viewer: Account, offer_id: int | None = None) -> list[Applicant]:
    """Lists who is interested in the partner's own offers and agrees, still, that the partner hears of it."""
    interested = _interested(db, viewer, offer_id)
    for interest, person in interested:
        db.audit(person.unit, viewer.id, "applicant.looked", interest.person_id, f"offer {interest.offer_id}")
    return [applicant_of(interest, person) for interest, person in interested]


def how_many_new(db: Db, viewer: Account, offer: offers.Offer) -> int:
    """Counts whom `applicants` would list and the partner owes the next step; nobody is looked at."""
    return sum(interest.state in WAITING_FOR_PARTNER for interest, _ in _interested(db, viewer, offer.id))


def _interested(db: Db, viewer: Account, offer_id: int | None = None) -> list[tuple[hiring.Interest, Person]]:
    if not acts(viewer, "partner") or viewer.organisation_id is None:
        return []
    if offer_id is None:
        wanted = [offer.id for offer in offers.of_organisation(db, viewer.organisation_id)]
    else:
        offer = offers.get(db, offer_id)
        wanted = [offer.id] if offer and offer.organisation_id == viewer.organisation_id else []
    asked = [interest for offer in wanted for interest in hiring.interested(db, offer)]
    shown = [interest for interest in asked if interest.state not in ASKED_ANEW]
    people = persons.several(db, {interest.person_id for interest in shown})
    linked = {person.account_id for person in people.values() if person.account_id is not None}
    agreed = consents.agreed(db, linked, "jobs")
    with_people = [(interest, people[interest.person_id]) for interest in shown]
    return [(interest, person) for interest, person in with_people if person.account_id in agreed]


def may_see_alert(viewer: Account, alert: Alert) -> bool:
    """Tells whether the viewer is an active officer of the alert's commune; nobody else hears what it says."""
    return acts(viewer, "officer", unit=alert.unit)
