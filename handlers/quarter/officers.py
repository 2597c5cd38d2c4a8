"""Officers read the reports of a quarter by state, accept them, or return them with a question."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.notify.withdrawal import withdraw
from handlers.people import attachments, naming
from handlers.people.targets import not_here, person_in
from handlers.quarter import reading
from handlers.quarter.documents import HCD_08
from handlers.reports import quarter as drafting
from rules.deadlines import Quarter, quarter_of
from rules.quarter import PARTS, STATES, period_of, quarter_in
from storage import accounts, assignments, covers, persons, quarter_reports
from storage.persons import Person
from storage.quarter_reports import QuarterReport

OFFICER = ("officer",)
# the notices that tell a guardian what has become of a report
RETURNED, ACCEPTED = "quarter_returned", "quarter_accepted"
# what an officer has to do something about comes first
ORDER = ("sent", "waiting", "returned", "accepted")


def listed(scope: Scope, argument: str) -> Reply:
    """Lists a quarter's reports in a state; `argument`: `<quarter>.<state>.<skipped>`, each may be left out."""
    period, _, rest = argument.partition(".")
    state, _, skipped = rest.partition(".")
    quarter = quarter_in(period) or quarter_of(scope.today).previous
    counts = quarter_reports.counts(scope.db, scope.unit, period_of(quarter))
    if not counts:
        return Said("quarter_reports.none", {"quarter": drafting.named(scope.text, quarter)}, (scope.menu_button(),))
    state = state if state in STATES else next(each for each in ORDER if counts[each])
    return _page(scope, quarter, state, ListPage.asked(skipped, counts[state]), dict(counts))


def _page(scope: Scope, quarter: Quarter, state: str, page: ListPage, counts: dict[str, int]) -> Outgoing:
    period = period_of(quarter)
    shown = quarter_reports.in_states(scope.db, scope.unit, period, [state], most=PAGE, skipped=page.skipped)
    scope.audit("persons.listed", None, f"quarter reports: {len(shown)}")
    buttons = _of_people(scope, shown)
    head = scope.text(
        "quarter_reports.head",
        quarter=drafting.named(scope.text, quarter),
        counts=" · ".join(_count(scope, each, counts.get(each, 0)) for each in ORDER),
    )
    under = scope.text(f"quarter_reports.state.{state}")
    others = tuple(
        Button(_count(scope, each, counts[each]), f"do:quarter_reports:{period}.{each}")
        for each in ORDER
        if each != state and counts.get(each)
    )
    more = page.more(scope, f"do:quarter_reports:{period}.{state}.")
    whole = scope.button("quarter_package.button", f"do:quarter_package:{period}")
    return Outgoing(
        "\n".join([head, under, *page.lines(buttons)]),
        (*page.numbered(buttons), *more, *others, whole, scope.menu_button()),
    )


def _count(scope: Scope, state: str, count: int) -> str:
    return scope.text(f"quarter_reports.count.{state}", count=count)


def _of_people(scope: Scope, shown: list[QuarterReport]) -> list[Button]:
    """Gives a button for each report: who it is about, and who has it to send where that is still to come."""
    people = persons.several(scope.db, {report.person_id for report in shown})
    names = naming.for_officers(scope.wording, people.values())
    guardians = assignments.guardians_of(scope.db, people)
    accounts_by_id = accounts.several(scope.db, set(guardians.values()))
    buttons = []
    for report in shown:
        guardian = accounts_by_id.get(guardians.get(report.person_id, 0))
        who = guardian.name if guardian else scope.text("officer.card.nobody")
        label = scope.text("quarter_reports.line", who=names[report.person_id], guardian=who)
        buttons.append(Button(label, f"do:quarter_read:{report.id}"))
    return buttons


def report_in(scope: Scope, argument: str, why: str) -> tuple[QuarterReport, Person] | None:
    """Finds a report about somebody of the officer's own commune; the look is written down, a refusal too."""
    report = quarter_reports.get(scope.db, id_in(argument))
    person = person_in(scope, str(report.person_id), why) if report else None
    return (report, person) if report and person else None


def read(scope: Scope, argument: str) -> Reply:
    opened = report_in(scope, argument, "quarter report")
    if opened is None:
        return not_here(scope)
    report, person = opened
    return Outgoing("\n".join(reading.lines(scope, report, person)), _ways_on(scope, report, person))


def _ways_on(scope: Scope, report: QuarterReport, person: Person) -> tuple[Button, ...]:
    ways: list[Button] = []
    if report.state == "sent":
        ways.append(scope.button("quarter_reports.button.accept", f"do:quarter_accept:{report.id}.{report.version}"))
        ways.append(scope.button("quarter_reports.button.return", f"go:quarter_return:report={report.id}"))
    if report.state == "accepted":
        ways.append(scope.button("quarter_reports.button.reopen", f"go:quarter_reopen:report={report.id}"))
    if report.sent_at is not None:
        ways += attachments.buttons(scope.db, scope.wording, sent_along(scope, report))
        ways.append(HCD_08.button(scope, person, str(report.id)))
    ways.append(scope.button("officer.button.card", f"do:person_card:{person.id}"))
    return (*ways, _list_button(scope, report), scope.menu_button())


def sent_along(scope: Scope, report: QuarterReport) -> list[tuple[int | None, str]]:
    """Lists what came with the parts, each named by its part."""
    answers = report.content["answers"]
    return [
        (attachment, scope.text(f"quarter_report.{part}.label"))
        for part in PARTS
        for attachment in attachments.ids_of(answers.get(part))
    ]


def _list_button(scope: Scope, report: QuarterReport) -> Button:
    return scope.button("quarter_reports.button.list", f"do:quarter_reports:{report.quarter}")


def accept(scope: Scope, argument: str) -> Reply:
    """Accepts the version that was read; goes on with the next that waits."""
    report_id, _, version = argument.partition(".")
    opened = report_in(scope, report_id, "quarter report accepted")
    if opened is None:
        return not_here(scope)
    report, person = opened
    if str(report.version) != version or not quarter_reports.accept(
        scope.db, report, by=scope.account.id, unit=person.unit
    ):
        return somebody_did(scope, report)
    _tell_guardian(scope, report, person, ACCEPTED)
    following = quarter_reports.in_states(scope.db, scope.unit, report.quarter, ["sent"], most=1)
    onward = tuple(scope.button("quarter_reports.button.next", f"do:quarter_read:{each.id}") for each in following)
    who = scope.wording.called(person)
    return Said("quarter_reports.accepted", {"who": who}, (*onward, _list_button(scope, report), scope.menu_button()))


def somebody_did(scope: Scope, report: QuarterReport) -> Said:
    """Says that the report has moved on since it was read, and offers to read it anew."""
    again = scope.button("quarter_reports.button.again", f"do:quarter_read:{report.id}")
    return Said("quarter_reports.moved_on", buttons=(again, _list_button(scope, report), scope.menu_button()))


def give_back(scope: Scope, report: QuarterReport, person: Person, question: str) -> Said:
    """Returns a report with a question; whoever looks after the person now hears of it."""
    if not quarter_reports.give_back(scope.db, report, question, by=scope.account.id, unit=person.unit):
        return somebody_did(scope, report)
    guardian = _tell_guardian(scope, report, person, RETURNED)
    who = scope.wording.called(guardian) if guardian else ""
    key = "quarter_reports.returned" if guardian else "quarter_reports.returned_to_nobody"
    return Said(key, {"guardian": who}, (_list_button(scope, report), scope.menu_button()))


def _tell_guardian(scope: Scope, report: QuarterReport, person: Person, kind: str) -> accounts.Account | None:
    """Tells whoever looks after the person today what has become of a report; None where there is none to tell."""
    withdraw(scope.db, "quarter_report", report.id, kind)
    guardian = accounts.get(scope.db, covers.acting_guardians(scope.db, [person.id]).get(person.id))
    if guardian is None or guardian.status != "active":
        return None

    def telling(wording: Wording) -> Outgoing:
        fields = {"who": wording.called(person), "quarter": reading.quarter_name(wording, report)}
        press = f"go:quarter_report:report={report.id}" if kind == RETURNED else f"do:quarter:{report.id}"
        typed = wording.text("quarter_report.typed")
        look = Button(wording.text(f"notice.{kind}.look"), press, "command", typed)
        return Outgoing(wording.text(f"notice.{kind}", **fields), (look,))

    notices.tell(scope.db, scope.deployment, guardian.id, kind, telling, subject_id=report.id)
    return guardian


COMMANDS = (
    Command(
        "quarter_reports",
        listed,
        may=OFFICER,
        words=("/baocaoquy", "bao cao quy", "/quarter", "quarter reports", "hcd 08", "hcd08"),
        takes_argument=True,
    ),
    Command("quarter_read", read, may=OFFICER),
    Command("quarter_accept", accept, may=OFFICER),
)
