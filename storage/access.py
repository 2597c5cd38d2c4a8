"""Who may see whom: asked here and nowhere else, for chat, web and exports alike; every look is written down."""

from dataclasses import dataclass

from rules.standing import READERS, Standing
from storage import accounts, assignments, attachments, broadcasts, consents, offers, persons
from storage.accounts import Account
from storage.alerts import Alert
from storage.attachments import Attachment
from storage.columns import SealedCell, opened
from storage.database import Db
from storage.persons import Person


class NotAllowed(PermissionError):
    """This account may not see this person. Ask `storage.access` before showing anybody."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """All that a partner ever sees of somebody: what the consent to look for work names, and nothing of the past."""

    interest_id: int
    offer_id: int
    person_id: int
    pronoun: str
    state: str
    sealed_given: SealedCell
    sealed_born: SealedCell | None

    @property
    def given(self) -> str:
        return self.sealed_given.open(self.person_id)

    @property
    def born(self) -> int | None:
        year = opened(self.sealed_born, self.person_id)
        return int(year) if year else None


def standing(db: Db, viewer: Account, person: Person) -> Standing:
    """Officer of the commune, present guardian, the person themself, partner whom they let know of them, or nobody.

    Who is several of these is the first of them: it is the one that sees the most.
    """
    if viewer.status != "active":
        return "nobody"
    if "officer" in viewer.roles and viewer.unit == person.unit:
        return "officer"
    if "guardian" in viewer.roles and assignments.guardian_of(db, person.id) == viewer.id:
        return "guardian"
    if "person" in viewer.roles and person.account_id == viewer.id:
        return "self"
    return "partner" if any(known.id == person.id for _, known in _interested(db, viewer)) else "nobody"


def may_see(db: Db, viewer: Account, person: Person) -> bool:
    return standing(db, viewer, person) in READERS


def look(db: Db, viewer: Account, person_id: int, why: str) -> Person:
    """The person, for this viewer, for this reason; refusals are written down too."""
    person = persons.get(db, person_id)
    if person is None or not may_see(db, viewer, person):
        db.audit(viewer.unit, viewer.id, "person.refused", person_id, why)
        raise NotAllowed(f"account {viewer.id}, person {person_id}")
    db.audit(person.unit, viewer.id, "person.looked", person_id, why)
    return person


def may_see_attachment(db: Db, viewer: Account, attachment: Attachment) -> bool:
    """Officers of the commune of whom it is about; who sent it; of what officers sent along, the person themself.

    A guardian's photo is not for the person; and what one has sent is out of sight once the person is. What came
    with a message to many is for its readers.
    """
    mine = attachment.account_id == viewer.id
    if attachment.person_id is None:
        of_many = attachment.about == attachments.TO_MANY and broadcasts.shown_to(db, attachment.id, viewer.id)
        return viewer.status == "active" and (mine or of_many)
    person = persons.get(db, attachment.person_id)
    if person is None or not may_see(db, viewer, person):
        return False
    if mine or ("officer" in viewer.roles and viewer.unit == person.unit):
        return True
    return attachment.about == "relay" and person.account_id == viewer.id


def look_at_attachment(db: Db, viewer: Account, attachment_id: int) -> Attachment:
    """The attachment, for this viewer; the look is one at the person it is about. Refusals are written down too."""
    attachment = attachments.get(db, attachment_id)
    if attachment is None or not may_see_attachment(db, viewer, attachment):
        if attachment is not None:
            db.audit(viewer.unit, viewer.id, "attachment.refused", attachment.person_id, f"attachment {attachment_id}")
        raise NotAllowed(f"account {viewer.id}, attachment {attachment_id}")
    if attachment.person_id is not None and attachment.state == "stored":
        db.audit(viewer.unit, viewer.id, "person.looked", attachment.person_id, f"attachment {attachment_id}")
    return attachment


def in_care(db: Db, guardian: Account, why: str = "") -> list[Person]:
    """The guardian's own, the longest unvisited first; no trace without a `why`, as when an answer is checked again."""
    if guardian.status != "active" or "guardian" not in guardian.roles:
        return []
    found = persons.of_guardian(db, guardian.id)
    if why:
        db.audit(guardian.unit, guardian.id, "persons.listed", None, f"{why}: {len(found)}")
    return found


def visible_persons(db: Db, viewer: Account, why: str = "list") -> list[Person]:
    """Everybody the viewer may see: a guardian's own first; no trace without a `why`, as for `in_care`."""
    found: dict[int, Person] = {}
    if viewer.status == "active":
        if "guardian" in viewer.roles:
            found |= {person.id: person for person in persons.of_guardian(db, viewer.id)}
        if "person" in viewer.roles and (self := persons.by_account(db, viewer.id)):
            found.setdefault(self.id, self)
        if "officer" in viewer.roles:
            for person in persons.of_unit(db, viewer.unit):
                found.setdefault(person.id, person)
    if why:
        db.audit(viewer.unit, viewer.id, "persons.listed", None, f"{why}: {len(found)}")
    return list(found.values())


def visible_accounts(db: Db, viewer: Account) -> list[Account]:
    """Who has an account in the commune, for those who look after it."""
    if viewer.status != "active" or not {"officer", "admin"} & set(viewer.roles):
        return []
    return accounts.of_unit(db, viewer.unit)


def find(db: Db, viewer: Account, words: str) -> list[Person]:
    """Those among whom the viewer may see that the words fit, by name or hamlet."""
    return persons.matching(visible_persons(db, viewer, "find"), words)


def applicants(db: Db, viewer: Account, offer_id: int | None = None) -> list[Applicant]:
    """Who is interested in the partner's own offers and agrees, still, that the partner hears of it."""
    found = _interested(db, viewer, offer_id)
    for one, person in found:
        db.audit(person.unit, viewer.id, "applicant.looked", one.person_id, f"offer {one.offer_id}")
    return [_applicant(one, person) for one, person in found]


def _interested(db: Db, viewer: Account, offer_id: int | None = None) -> list[tuple[offers.Interest, Person]]:
    if viewer.status != "active" or "partner" not in viewer.roles or viewer.organisation_id is None:
        return []
    own = [offer.id for offer in offers.of_organisation(db, viewer.organisation_id)]
    wanted = [one for one in own if offer_id is None or one == offer_id]
    shown = [one for offer in wanted for one in offers.interested(db, offer) if one.state != "withdrawn"]
    people = persons.several(db, {one.person_id for one in shown})
    linked = {person.account_id for person in people.values() if person.account_id is not None}
    agreed = consents.agreed(db, linked, "jobs")
    known = [(one, people[one.person_id]) for one in shown]
    return [(one, person) for one, person in known if person.account_id in agreed]


def _applicant(interest: offers.Interest, person: Person) -> Applicant:
    return Applicant(
        interest.id,
        interest.offer_id,
        person.id,
        person.pronoun,
        interest.state,
        person.sealed_given,
        person.sealed_born,
    )


def may_see_alert(viewer: Account, alert: Alert) -> bool:
    """The officers of its commune; its story is nobody else's."""
    return viewer.status == "active" and "officer" in viewer.roles and viewer.unit == alert.unit
