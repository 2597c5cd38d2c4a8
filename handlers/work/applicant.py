"""A partner answers somebody who is interested: come and see us, met, taken on, or not this time, with a reason."""

from datetime import date, datetime

from handlers.kit import Answers, Choice, Day, Form, JsonValue, Moment, Option, Outgoing, Problem, Said
from handlers.kit.commands import Command, Reply, Start, id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import interests, job_needs, officers
from handlers.work import applicant_words
from handlers.work.applicant_words import with_age
from handlers.work.offer_fields import Public
from handlers.work.own_offers import not_there
from handlers.work.post_offer import PARTNER
from rules import hiring as stages
from storage import access, hiring, offers, persons
from storage.applicants import Applicant
from storage.hiring import Interest
from storage.offers import Offer

# what is answered → how the interest stands then
STATES = {
    "invite": "contacted",
    "met": "met",
    "missed": "missed",
    "taken_on": "taken_on",
    "turned_down": "turned_down",
}
TOLD_OF = ("invite", "missed", "taken_on", "turned_down")
AFTER_MEETING = ("coming", "contacted", "other_day", "missed")


def answers_to(state: str) -> list[str]:
    """Lists what may be answered; whether they met is asked only of those who were invited."""
    open_to = [answer for answer, becomes in STATES.items() if stages.may_move(state, becomes)]
    if state in stages.ASKED_ANEW:
        return []
    return [answer for answer in open_to if answer not in ("met", "missed") or state in AFTER_MEETING]


def applicant_of(scope: Scope, argument: str) -> Applicant | None:
    """Finds an applicant with consent that still stands, for an offer of the partner's own."""
    interest = hiring.interest(scope.db, id_in(argument))
    applicants = access.applicants(scope.db, scope.account, interest.offer_id) if interest else []
    return next((applicant for applicant in applicants if applicant.interest_id == id_in(argument)), None)


def card(scope: Scope, argument: str) -> Reply:
    applicant = applicant_of(scope, argument)
    offer = offers.get(scope.db, applicant.offer_id) if applicant else None
    if applicant is None or offer is None:
        return gone(scope)
    answers = [
        scope.button(f"applicant_answer.answer.{answer}", f"do:applicant_say:{applicant.interest_id}.{answer}")
        for answer in answers_to(applicant.state)
    ]
    if applicant.state in stages.EMPLOYED:
        answers += [
            scope.button(f"hired.button.{check}", f"do:hired_{check}:{applicant.interest_id}")
            for check in stages.CHECKS
        ]
    if applicant.shows("cv"):
        answers.append(scope.button("applicant.cv", f"do:applicant_cv:{applicant.interest_id}"))
    fields = {
        "who": capital(with_age(scope.wording, applicant, scope.today)),
        "offer": offer.title,
        "state": scope.text(f"applicant.state.{applicant.state}"),
        "when": _meeting_words(scope, applicant),
        "lines": applicant_words.as_seen(scope.author, applicant),
    }
    back = scope.button("own_offers.back", f"do:own_offer:{offer.id}")
    return Said("applicant.card", fields, (*answers, back, scope.menu_button()))


def _meeting_words(scope: Scope, applicant: Applicant) -> str:
    """Says the time that is agreed, or the first day at work."""
    if applicant.starts_on and applicant.state in stages.HIRED:
        return scope.text("applicant.starts_on", day=scope.day(applicant.starts_on))
    if applicant.meets_at and applicant.state in ("contacted", "coming"):
        return scope.text("applicant.meets_at", when=scope.moment(applicant.meets_at))
    return ""


def gone(scope: Scope) -> Said:
    return Said("applicant.gone", buttons=(scope.button("own_offers.all", "do:own_offers"), scope.menu_button()))


def begin(_scope: Scope, argument: str) -> Reply:
    interest, _, answer = argument.partition(".")
    return Start("applicant_answer", {"who": interest, "answer": answer})


def who_waits(_answers: Answers, scope: Scope) -> list[Option]:
    applicants = access.applicants(scope.db, scope.account)
    waiting = [applicant for applicant in applicants if answers_to(applicant.state)]
    return [
        Option(str(applicant.interest_id), applicant_words.line(scope.wording, applicant, scope.today))
        for applicant in waiting
    ]


def nobody_waits(scope: Scope) -> Said | None:
    return None if who_waits({}, scope) else Said("applicant.none", buttons=(scope.menu_button(),))


def invites(answers: Answers) -> bool:
    return bool(answers["answer"] == "invite")


def takes_on(answers: Answers) -> bool:
    return bool(answers["answer"] == "taken_on")


def turns_down(answers: Answers) -> bool:
    return bool(answers["answer"] == "turned_down")


class MeetingTime(Moment):
    """A time to come."""

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        if code := stages.meeting_problem(datetime.fromisoformat(stored), scope.now):
            raise Problem(code)


def answer(answers: Answers, scope: Scope) -> Said:
    applicant = applicant_of(scope, answers["who"])
    offer = offers.get(scope.db, applicant.offer_id) if applicant else None
    before = hiring.interest(scope.db, applicant.interest_id) if applicant else None
    if applicant is None or offer is None or before is None:
        raise Problem("no_longer_there", question="who")
    now = _moved(scope, before, answers)
    if now is None:
        return not_there(scope)
    scope.audit(f"interest.{now.state}", applicant.person_id, f"offer {offer.id}")
    job_needs.meet(scope.db, scope.deployment, now, offer, scope.account.id)
    said, words = answers["answer"], answers.get("words") or ""
    is_told = said not in TOLD_OF or interests.tell_person(scope.db, scope.deployment, now, said, offer, words=words)
    _tell_officers(scope, now, offer, answers, reached=is_told)
    back = scope.button("own_offers.back", f"do:own_offer:{offer.id}")
    key = f"applicant_answer.done_{said}" if is_told else "applicant_answer.done_by_officer"
    return Said(key, {"who": with_age(scope.wording, applicant, scope.today)}, (back, scope.menu_button()))


def _moved(scope: Scope, before: Interest, answers: Answers) -> Interest | None:
    meets_at, starts_on = answers.get("at"), answers.get("starts_on")
    return interests.move(
        scope.db,
        before,
        STATES[answers["answer"]],
        meets_at=datetime.fromisoformat(meets_at) if meets_at else None,
        meeting=answers.get("words") or "",
        starts_on=date.fromisoformat(starts_on) if starts_on else None,
        reason=answers.get("reason"),
    )


def _tell_officers(scope: Scope, now: Interest, offer: Offer, answers: Answers, *, reached: bool) -> None:
    """Tells whoever helps on how it went; an invitation and its meeting are between the two, unless it is carried."""
    person = persons.get(scope.db, now.person_id)
    said = answers["answer"]
    if person is None or said == "met" or (reached and said in ("invite", "missed")):
        return

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        fields = {
            "offer": offer.title,
            "words": answers.get("words") or "",
            "when": wording.moment(now.meets_at, scope.today) if now.meets_at else "",
            "reason": wording.text(f"hiring.reason.{now.reason}") if now.reason else "",
        }
        return Outgoing(wording.text(f"notice.interest.officer_{said}", who=who, Who=capital(who), **fields))

    officers.tell(scope, "interest", telling, subject_id=person.id, unit=person.unit)


applicant_answer = Form(
    "applicant_answer",
    Choice("who", who_waits),
    Choice("answer", tuple(STATES)),
    MeetingTime("at", when=invites),
    Public("words", longest=300, when=invites, verbatim=True),
    Day("starts_on", when=takes_on, problem=stages.start_problem, offers=(0, 1, 7), to_come=True),
    Choice("reason", stages.REASONS, labels="hiring.reason", when=turns_down),
    submit=answer,
    may=PARTNER,
    review=False,
    ready=nobody_waits,
)
COMMANDS = (
    Command("applicant", card, may=PARTNER),
    Command("applicant_say", begin, may=PARTNER),
)
