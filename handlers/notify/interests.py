"""The end of an offer, or of what somebody waits for: those concerned hear of it once, kindly."""

from collections.abc import Collection

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Button, Outgoing
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.notify.withdrawal import mark_done, withdraw
from storage import accounts, consents, offer_states, offers, persons, units
from storage.accounts import Account
from storage.database import Db
from storage.offers import Offer
from storage.persons import Person

NEW = ("new",)
WAITING = (*NEW, "contacted", "coming")


def end_offer(
    db: Db, deployment: Deployment, offer: Offer, *, by: int | None, state: str = "closed", told: Collection[str] = NEW
) -> bool:
    """Ends the offer, as closed or filled; whoever has not been answered hears of it. False if it had ended already.

    `told`: how far those are who hear of it; who is invited is not told where their partner is still there.
    """
    if not offer_states.end(db, offer.id, state):
        return False
    db.audit(offer.unit, by, f"offer.{state}", offer.id)
    tell_of_end(db, deployment, offer, told)
    return True


def tell_of_end(db: Db, deployment: Deployment, offer: Offer, told: Collection[str]) -> None:
    """Takes back what waits to be said of an offer that has ended, and tells who asked for it and is so far."""
    withdraw(db, "offer", offer.id, "closed")
    partners = {partner.id for partner in speaking_for(db, offer)}
    mark_done(db, deployment, "offer", offer.id, partners, key="offer", offer=offer.code)
    for interest in offers.interested(db, offer.id):
        if interest.state in told:
            tell_person(db, deployment, interest.person_id, "closed", offer)


def tell_person(db: Db, deployment: Deployment, person_id: int, news: str, offer: Offer, words: str = "") -> bool:
    """Tells what has become of an offer, in the person's own language; False if they could not be reached."""
    person = persons.get(db, person_id)
    if person is None or person.account_id is None:
        return False

    def telling(wording: Wording) -> Outgoing:
        organisation = units.organisation(db, offer.organisation_id)
        name = organisation.name if organisation else ""
        text = wording.text(f"notice.interest.{news}", organisation=name, offer=offer.title, words=words)
        look = Button(wording.text("notice.interest.look"), "do:jobs", "command", "/VIEC")
        talk = Button(wording.text("talk.button"), "do:human", "command", "GAP CAN BO")
        if news == "invite":
            return Outgoing(text, (*_answers_to(wording, offer), talk))
        return Outgoing(text, (look, talk) if news in ("closed", "turned_down") else (talk,))

    return notices.tell(db, deployment, person.account_id, "interest_news", telling, subject_id=offer.id)


def _answers_to(wording: Wording, offer: Offer) -> tuple[Button, ...]:
    """Offers whoever is invited to say whether they come."""
    return tuple(
        Button(
            wording.text(f"invited.button.{answer}"),
            f"do:invited_{answer}:{offer.id}",
            "command",
            wording.text(f"invited.typed.{answer}"),
        )
        for answer in ("yes", "day", "no")
    )


def speaking_for(db: Db, offer: Offer) -> list[Account]:
    """Lists the partner's accounts; whoever offers here may be at home in another commune."""
    organisation = units.organisation(db, offer.organisation_id)
    at_home = {offer.unit, organisation.unit if organisation else offer.unit}
    partners = [partner for unit in sorted(at_home) for partner in accounts.with_role(db, unit, "partner")]
    return [partner for partner in partners if partner.organisation_id == offer.organisation_id]


def withdraw_all(db: Db, deployment: Deployment, person: Person) -> int:
    """Withdraws what the person waits for; a partner who has answered hears that they do not come. Says how many."""
    waiting = [interest for interest in offers.interests_of(db, person.id) if interest.state in WAITING]
    agreed = person.account_id is not None and consents.given(db, person.account_id, "jobs")
    for interest in waiting:
        offers.set_interest(db, interest.id, "withdrawn")
        offer = offers.get(db, interest.offer_id)
        if agreed and offer is not None and interest.state != "new":
            _tell_partners(db, deployment, person, offer)
    return len(waiting)


def _tell_partners(db: Db, deployment: Deployment, person: Person, offer: Offer) -> None:
    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        return Outgoing(wording.text("notice.invited.gone", who=who, Who=capital(who), offer=offer.title))

    notices.tell_each(db, deployment, speaking_for(db, offer), "invited", lambda _: telling, subject_id=offer.id)
