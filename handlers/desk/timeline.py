"""What happened with somebody, in the words of the chat: one line each with what stands below it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.desk.work import state_of
from handlers.kit import Line
from handlers.kit.question import Detail
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import capital
from handlers.people.offices import with_office
from handlers.people.records import form_of
from handlers.reports.written_for import written_for
from rules.looks import reason_of
from storage import accounts, offers, person_timeline
from storage.accounts import Account
from storage.alerts import Alert
from storage.checkins import Checkin
from storage.hiring import Interest
from storage.loan_cases import LoanCase
from storage.needs import Need
from storage.person_timeline import KINDS, Event, Noted, Place, Said
from storage.persons import Person
from storage.visits import Visit

# looks are many, and seldom what is looked for: they are shown when they are asked for
LOOKS = "looks"
USUAL = tuple(kind for kind in KINDS if kind != LOOKS)
MOST = 40
# what was chosen for one person, and their words
CHECKIN_BELOW: tuple[Detail, ...] = ("whole", "listed")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened, `when` in words, `at` for machines. `by`: who did or told it, empty where it is plain.

    `below`: label and value, the label empty where the value speaks for itself. `level`: of an alert, else empty.
    `path`: of its own page under /console/, empty where it has none.
    """

    kind: str
    at: datetime
    when: str
    title: str
    by: str
    below: tuple[tuple[str, str], ...]
    level: str
    path: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of it; `after`: where the next one begins, empty at the end."""

    entries: tuple[Entry, ...]
    after: str


def gather(scope: Scope, person: Person, kind: str, after: str) -> Timeline:
    """Words a page of what happened, of one kind or of the usual ones; the look at the person is noted before."""
    kinds = (kind,) if kind in KINDS else USUAL
    events, following = person_timeline.page(scope.db, person, kinds, Place.read(after, scope.now), MOST)
    telling = _Telling(scope, person, events)
    return Timeline(tuple(map(telling.entry, events)), str(following or ""))


def _actor(event: Event) -> int | None:
    """Names the account that did it, where it is not plain from the rest."""
    record = event.record
    match record:
        case Visit():
            return record.guardian_id
        case Alert():
            return record.raised_by
        case Said():
            return record.by
        case Noted():
            return record.actor
    return None


def _path(event: Event) -> str:
    """Gives where the desk shows the record by itself; empty where it does not."""
    record = event.record
    match record:
        case Alert():
            return f"alerts/{record.id}"
        case Need():
            return f"record/need/{record.id}"
        case LoanCase():
            return f"record/loan/{record.number}"
        case Interest():
            return f"record/interest/{record.id}"
    return ""


class _Telling:
    """Words events; whoever did something is looked up for all of them at once."""

    def __init__(self, scope: Scope, person: Person, events: Iterable[Event]):
        self.scope = scope
        self.person = person
        self.viewer: Viewer = scope.viewer(person)
        self.known = accounts.several(scope.db, {actor for event in events if (actor := _actor(event))})
        asked_for = {event.record.offer_id for event in events if isinstance(event.record, Interest)}
        self.offers = offers.several(scope.db, asked_for) if asked_for else {}
        self.tell: Mapping[str, Callable[..., tuple[str, tuple[tuple[str, str], ...]]]] = {
            "visits": self._visit,
            "checkins": self._checkin,
            "alerts": self._alert,
            "needs": self._need,
            "loans": self._loan,
            "work": self._work,
            "messages": self._message,
            "documents": self._document,
            LOOKS: self._look,
        }

    def entry(self, event: Event) -> Entry:
        title, below = self.tell[event.kind](event.record)
        level = event.record.level if event.kind == "alerts" else ""
        return Entry(event.kind, event.place.at, self._when(event), title, self._by(event), below, level, _path(event))

    def _when(self, event: Event) -> str:
        """Says the moment; of a visit the day alone."""
        if event.kind == "visits":
            return self.scope.day(event.record.visited_on)
        return self.scope.moment(event.place.at)

    def _by(self, event: Event) -> str:
        if event.kind == "checkins":
            return written_for(self.viewer, event.record.filed_by)
        actor = _actor(event)
        if actor is None:
            return self.scope.wording.called(self.person) if event.kind == "messages" else ""
        account = self.known.get(actor)
        return self._named(account) if account else ""

    def _named(self, account: Account) -> str:
        if "officer" in account.roles:
            return with_office(self.scope.db, self.scope.wording, account)
        return self.scope.wording.called(account)

    def _visit(self, visit: Visit) -> tuple[str, tuple[tuple[str, str], ...]]:
        report = form_of(self.scope.deployment, "visit_report")
        said = visit.said()
        return f"{report.in_short(said, self.viewer)} · {visit.receipt}", _pairs(
            report.shown(said, self.viewer, "listed")
        )

    def _checkin(self, checkin: Checkin) -> tuple[str, tuple[tuple[str, str], ...]]:
        form = form_of(self.scope.deployment, "checkin")
        told = form.in_short(checkin.answers, self.viewer)
        below = [line for detail in CHECKIN_BELOW for line in form.shown(checkin.answers, self.viewer, detail)]
        return capital(told), _pairs(below)

    def _alert(self, alert: Alert) -> tuple[str, tuple[tuple[str, str], ...]]:
        title = f"{alert.code} · {capital(self.scope.text(f'alert.reason.{alert.reason}'))}"
        state = "ended" if alert.closed_at else "taken" if alert.taken_by else "open"
        lines = [("", self.scope.text(f"desk.person.alert.{state}"))]
        return title, (*lines, *([("", alert.note)] if alert.note else ()))

    def _need(self, need: Need) -> tuple[str, tuple[tuple[str, str], ...]]:
        title = capital(self.scope.text(f"visit_report.needs.{need.kind}"))
        state = self.scope.text(f"desk.person.need.{need.state}", times=need.times)
        return title, (("", state), *([("", need.words)] if need.words else ()))

    def _loan(self, case: LoanCase) -> tuple[str, tuple[tuple[str, str], ...]]:
        return f"{case.code} · {capital(self.scope.text(f'loan.step.{case.state}'))}", ()

    def _work(self, interest: Interest) -> tuple[str, tuple[tuple[str, str], ...]]:
        offer = self.offers.get(interest.offer_id)
        title = f"{offer.code} · {offer.title}" if offer else ""
        return title, (("", capital(state_of(self.scope, interest.state))),)

    def _message(self, said: Said) -> tuple[str, tuple[tuple[str, str], ...]]:
        return said.text or self.scope.text("desk.person.sent_along"), ()

    def _document(self, noted: Noted) -> tuple[str, tuple[tuple[str, str], ...]]:
        name = noted.detail.partition(" ")[0].partition(":")[0]
        keys = (f"document.{name}.title", f"document.{name}.name")
        key = next((key for key in keys if self.scope.has_text(key) and "{" not in self.scope.template(key)), "")
        return self.scope.text(key or "desk.person.document"), ()

    def _look(self, noted: Noted) -> tuple[str, tuple[tuple[str, str], ...]]:
        why = reason_of(person_timeline.LOOKED, noted.detail)
        return capital(self.scope.text(f"me.looked_why.{why}")), ()


def _pairs(lines: Iterable[Line]) -> tuple[tuple[str, str], ...]:
    """Leaves what was sent along to the chat, which shows it to whoever may open it."""
    return tuple((line.label, line.value) for line in lines)
