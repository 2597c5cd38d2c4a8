"""An officer writes down the leave of a guardian who rang or came by, with who stands in; the guardian hears of it."""

from datetime import date

from handlers.assignments.cover import free_on, stand_in_named
from handlers.assignments.covering import plan_cover
from handlers.assignments.leave import days_of, in_the_way
from handlers.kit import Answers, Choice, Form, Option, Outgoing, Problem, Said
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.people import naming
from handlers.people.day_span import SpanEnd, SpanStart
from rules import covers as rules
from storage import accounts, covers, persons
from storage.accounts import Account
from storage.covers import Cover


def guardians(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers the commune's guardians in the order of their names."""
    every = persons.by_name(accounts.with_role(scope.db, scope.unit, "guardian"))
    names = naming.of_accounts(scope.wording, every)
    return [Option(str(guardian.id), names[guardian.id]) for guardian in every]


def stand_ins(answers: Answers, scope: Scope) -> list[Option]:
    """Offers the guardians who are there on these days, those who look after the fewest first."""
    days = [str(answers.get(day, "")) for day in ("first_day", "last_day")]
    if not all(days):
        return []
    first, last = (date.fromisoformat(day) for day in days)
    return free_on(scope, id_in(str(answers.get("guardian", ""))), first, last)


def nobody_stands_in(scope: Scope) -> Said | None:
    if len(accounts.with_role(scope.db, scope.unit, "guardian")) > 1:
        return None
    invite = scope.button("officer.button.invite_new", "go:invite:who=new;role=guardian")
    return Said("cover_enter.nobody_else", buttons=(invite, scope.menu_button()))


def enter(answers: Answers, scope: Scope) -> Said:
    """Writes down the leave as agreed and tells all whom it concerns, as after a request of the guardian's own."""
    first, last = (date.fromisoformat(answers[day]) for day in ("first_day", "last_day"))
    if code := rules.last_day_problem(first, last):
        raise Problem(code, question="last_day", days=rules.LONGEST.days)
    guardian, stand_in = (accounts.get(scope.db, id_in(answers[who])) for who in ("guardian", "stand_in"))
    if guardian is None or guardian.unit != scope.unit or "guardian" not in guardian.roles:
        raise Problem("no_longer_there", question="guardian")
    if problem := in_the_way(scope, guardian.id, first, last):
        raise problem
    if stand_in is None or answers["stand_in"] not in [option.value for option in stand_ins(answers, scope)]:
        raise Problem("no_longer_there", question="stand_in")
    who = {"guardian_id": guardian.id, "stand_in_id": stand_in.id, "by": scope.account.id}
    cover = covers.enter(scope.db, unit=scope.unit, first_day=first, last_day=last, **who)
    _tell_guardian(scope, cover, stand_in)
    plan_cover(scope.db, scope.deployment, cover, guardian_knows=True)
    fields = {"guardian": scope.wording.called(guardian), "who": scope.wording.called(stand_in)}
    more = (scope.button("cover.button.list", "do:covers"), scope.menu_button())
    return Said("cover_enter.thanks", {**fields, **days_of(scope.wording, cover)}, more)


def _tell_guardian(scope: Scope, cover: Cover, stand_in: Account) -> None:
    if cover.guardian_id == scope.account.id:
        return

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.cover.entered", who=wording.called(stand_in), **days_of(wording, cover)))

    notices.tell(scope.db, scope.deployment, cover.guardian_id, "cover", telling, subject_id=cover.id)


cover_enter = Form(
    "cover_enter",
    Choice("guardian", guardians, named=stand_in_named),
    SpanStart("first_day", problem=rules.first_day_problem, offers=(0, 1), to_come=True),
    SpanEnd("last_day", problem=rules.first_day_problem, offers=(1, 7), to_come=True),
    Choice("stand_in", stand_ins, named=stand_in_named),
    submit=enter,
    may=("officer",),
    ready=nobody_stands_in,
)
