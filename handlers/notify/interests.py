"""An interest moves on, or ends, with its clock: those concerned hear of it once, kindly."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Button, Outgoing
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.notify.withdrawal import mark_done, withdraw
from rules import hiring as stages
from rules import milestones
from storage import accounts, consents, due, hiring, offer_states, offers, persons, units
from storage.accounts import Account
from storage.database import Db
from storage.due import Planned
from storage.hiring import Interest
from storage.offers import Offer
from storage.persons import Person

TURN, END = CLOCK = ("hiring_turn", "hiring_end")
KIND_WORD_AFTER = timedelta(days=1)
# asks how it goes after 30 and 90 days
CHECKED = tuple(f"turn_{state}" for state in stages.EMPLOYED)


def move(db: Db, now: Interest, state: str, **facts: Any) -> Interest | None:
    """Moves an interest on and sets the clock of where it stands now; None as `storage.hiring.move` says."""
    moved = hiring.move(db, now, state, **facts)
    if moved is not None:
        set_clock(db, moved)
        _plan_kind_word(db, now, moved)
    return moved


def _plan_kind_word(db: Db, before: Interest, moved: Interest) -> None:
    """Plans a kind word where somebody has said at the 30th or 90th day that it goes well."""
    if moved.state not in milestones.AT_WORK or before.said("person") != stages.FINE:
        return
    person = persons.get(db, moved.person_id)
    if person is not None:
        period = milestones.job_period(moved.state, moved.id)
        moment = db.now + KIND_WORD_AFTER
        due.plan(db, milestones.MILESTONE, person.id, period, moment, unit=person.unit, recipient_id=person.account_id)


def set_clock(db: Db, now: Interest) -> None:
    """Plans when whoever has the next step is reminded, and when the stage ends; nothing for what has ended."""
    due.clear(db, now.id, CLOCK, now.state)
    person = persons.get(db, now.person_id)
    if person is None or not now.is_open:
        return
    since = stages.counts_from(now.state, now.changed_at, now.meets_at, now.starts_on)
    planned = [
        Planned(kind, now.id, period_of(now), moment, person.unit)
        for kind, moment in zip(CLOCK, stages.clocks(now.state, since), strict=True)
    ]
    due.plan_many(db, planned, again=True)


def period_of(now: Interest) -> str:
    """Names the stage, so that a clock that is over is known as such."""
    return f"{now.state}.{now.changed_at.timestamp():.0f}"


def end_offer(
    db: Db,
    deployment: Deployment,
    offer: Offer,
    *,
    by: int | None,
    state: str = "closed",
    told: Collection[str] = stages.UNMET,
) -> bool:
    """Ends the offer, as closed or filled; what was asked of it ends with it. False if it had ended already.

    `told`: how far those are whom this ends. Two who have agreed to meet still do, where their partner is there.
    """
    if not offer_states.end(db, offer.id, state):
        return False
    db.audit(offer.unit, by, f"offer.{state}", offer.id)
    tell_of_end(db, deployment, offer, told)
    return True


def tell_of_end(db: Db, deployment: Deployment, offer: Offer, told: Collection[str]) -> None:
    """Takes back what waits to be said of an offer that has ended, and ends what was asked of it and is so far."""
    withdraw(db, "offer", offer.id, "closed")
    partners = {partner.id for partner in speaking_for(db, offer)}
    mark_done(db, deployment, "offer", offer.id, partners, key="offer", offer=offer.code)
    for interest in hiring.interested(db, offer.id):
        if interest.state in told and move(db, interest, "closed"):
            tell_person(db, deployment, interest, "closed", offer)


def tell_person(db: Db, deployment: Deployment, interest: Interest, news: str, offer: Offer, **fields: str) -> bool:
    """Tells what has become of it, in the person's own language; False if they could not be reached."""
    person = persons.get(db, interest.person_id)
    if person is None or person.account_id is None:
        return False

    def telling(wording: Wording) -> Outgoing:
        when = wording.moment(interest.meets_at, db.today) if interest.meets_at else ""
        reason = wording.text(f"hiring.reason.{interest.reason}") if interest.reason else ""
        named = {"organisation": given_by(db, offer), "offer": offer.title, "when": when, "reason": reason}
        text = wording.text(f"notice.interest.{news}", **{**named, **fields})
        return Outgoing(text, buttons_under(wording, news, interest))

    return notices.tell(db, deployment, person.account_id, "interest_news", telling, subject_id=offer.id)


def given_by(db: Db, offer: Offer) -> str:
    organisation = units.organisation(db, offer.organisation_id)
    return organisation.name if organisation else ""


def buttons_under(wording: Wording, news: str, interest: Interest) -> tuple[Button, ...]:
    """Offers what may come next: answers to whoever is invited or asked how it goes, other places where it ended."""
    talk = Button(wording.text("talk.button"), "do:human", "command", "GAP CAN BO")
    if news in ("invite", "turn_contacted"):
        return (*_invited(wording, ("yes", "day", "no"), interest), tips_button(wording), talk)
    if news in ("missed", "turn_missed"):
        return (*_invited(wording, ("day", "no"), interest), talk)
    if news in CHECKED:
        return (*_at_work(wording, interest), talk)
    look = Button(wording.text("notice.interest.look"), "do:jobs", "command", "/VIEC")
    return (look, talk) if news in ("closed", "turned_down", "lapsed") else (talk,)


def tips_button(wording: Wording) -> Button:
    typed = wording.text("invited.typed.tips")
    return Button(wording.text("invited.button.tips"), "do:guidance:interview", "command", typed)


def _invited(wording: Wording, answers: tuple[str, ...], interest: Interest) -> tuple[Button, ...]:
    return tuple(
        Button(
            wording.text(f"invited.button.{answer}"),
            f"do:invited_{answer}:{interest.offer_id}",
            "command",
            wording.text(f"invited.typed.{answer}"),
        )
        for answer in answers
    )


def _at_work(wording: Wording, interest: Interest) -> tuple[Button, ...]:
    return tuple(
        Button(
            wording.text(f"at_work.button.{said}"),
            f"do:at_work_{said}:{interest.id}",
            "command",
            wording.text(f"at_work.typed.{said}"),
        )
        for said in stages.CHECKS
    )


def speaking_for(db: Db, offer: Offer) -> list[Account]:
    """Lists the partner's accounts; whoever offers here may be at home in another commune."""
    organisation = units.organisation(db, offer.organisation_id)
    at_home = {offer.unit, organisation.unit if organisation else offer.unit}
    partners = [partner for unit in sorted(at_home) for partner in accounts.with_role(db, unit, "partner")]
    return [partner for partner in partners if partner.organisation_id == offer.organisation_id]


def may_hear(db: Db, person: Person) -> bool:
    """Says whether the person agrees, still, that partners hear of them."""
    return person.account_id is not None and consents.agrees(db, person.account_id, "jobs")


def withdraw_all(db: Db, deployment: Deployment, person: Person) -> int:
    """Withdraws what the person waits for; the partner hears that they do not come. Says how many.

    Who has work keeps it: it is theirs and the partner's.
    """
    withdrawn = [
        interest
        for interest in hiring.interests_of(db, person.id)
        if interest.state in stages.SEEKING and take_back(db, deployment, person, interest)
    ]
    return len(withdrawn)


def take_back(db: Db, deployment: Deployment, person: Person, interest: Interest) -> bool:
    """Withdraws one; a partner who knew of it hears so, without a reason, and without a name once that is wished."""
    offer = offers.get(db, interest.offer_id)
    if offer is None or move(db, interest, "withdrawn") is None:
        return False
    tell_partners_gone(db, deployment, person, offer)
    return True


def tell_partners_gone(db: Db, deployment: Deployment, person: Person, offer: Offer) -> None:
    key = "notice.invited.gone" if may_hear(db, person) else "notice.invited.gone_unnamed"

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        return Outgoing(wording.text(key, who=who, Who=capital(who), offer=offer.title))

    notices.tell_each(db, deployment, speaking_for(db, offer), "invited", lambda _: telling, subject_id=offer.id)
