"""«Ký kết»: what organisations have pledged, for how many and until when, with how much of it was kept."""

from datetime import date

from handlers.kit import Answers, Button, Choice, Day, Form, Incoming, JsonValue, Option, Problem, Question, Said, Text
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.people.targets import not_here
from handlers.understand.counts import only_number
from rules import needs as rules
from storage import pledges, units
from storage.pledges import Pledge

OFFICER, PARTNER = ("officer",), ("partner",)
ORGANISATIONS = ("enterprise", "school", "union", "bank")
MOST = 999
LONGEST = 300


class Number(Question):
    """For how many people: a whole number from one on, in figures or in words."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        count = only_number(message.text)
        if count is None or not 1 <= count <= MOST:
            raise Problem("not_a_number")
        return count

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, int) and 0 < stored <= MOST


def organisations(_answers: Answers, scope: Scope) -> list[Option]:
    in_unit = units.organisations_of(scope.db, scope.unit, *ORGANISATIONS)
    return [Option(str(organisation.id), organisation.name) for organisation in in_unit]


def organisation_named(value: str, viewer: Viewer) -> str:
    organisation = units.organisation(viewer.db, id_in(value))
    return organisation.name if organisation else ""


def no_organisation(scope: Scope) -> Said | None:
    if organisations({}, scope):
        return None
    return Said("pledge.no_organisation", buttons=(scope.menu_button(),))


def add(answers: Answers, scope: Scope) -> Said:
    pledges.add(
        scope.db,
        unit=scope.unit,
        organisation_id=id_in(answers["who"]),
        kind=answers["kind"],
        count=answers["count"],
        until=date.fromisoformat(answers["ends_on"]),
        words=answers.get("words"),
        by=scope.account.id,
    )
    return Said("pledge.added", buttons=(scope.button("pledges.button.list", "do:pledges"), scope.menu_button()))


pledge = Form(
    "pledge",
    Choice("who", organisations, named=organisation_named, detail="head"),
    Choice("kind", rules.KINDS, labels="visit_report.needs", understood_as="needs"),
    Number("count"),
    Day("ends_on", problem=rules.pledge_problem, offers=(), to_come=True),
    Text("words", longest=LONGEST, optional=True, verbatim=True),
    submit=add,
    may=OFFICER,
    ready=no_organisation,
)


def listed(scope: Scope, argument: str) -> Reply:
    """Lists the commune's pledges, what runs longest first; `argument` says how many are skipped."""
    page = ListPage.asked(argument, pledges.how_many(scope.db, scope.unit))
    shown = pledges.page_of(scope.db, scope.unit, most=PAGE, skipped=page.skipped)
    fresh = scope.button("pledges.button.new", "go:pledge")
    if not shown:
        return Said("pledges.none", buttons=(fresh, scope.menu_button()))
    names = {each.id: each.name for each in units.organisations_of(scope.db, scope.unit, *ORGANISATIONS)}
    buttons = [
        Button(_line(scope, each, names.get(each.organisation_id, "")), f"do:pledge_one:{each.id}") for each in shown
    ]
    more = page.more(scope, "do:pledges:")
    return Said("pledges.list", {"count": page.count}, (*page.numbered(buttons), *more, fresh, scope.menu_button()))


def _line(scope: Scope, pledge: Pledge, organisation: str) -> str:
    over = ".over" if pledge.ended_at or pledge.until < scope.today else ""
    told = scope.text(
        f"pledges.line{over}",
        kind=scope.text(f"visit_report.needs.{pledge.kind}"),
        kept=pledge.kept,
        count=pledge.count,
        day=scope.day(pledge.until),
    )
    return f"{organisation} · {told}" if organisation else told


def show(scope: Scope, argument: str) -> Reply:
    pledge = pledges.get(scope.db, id_in(argument))
    if pledge is None or pledge.unit != scope.unit:
        return not_here(scope)
    organisation = units.organisation(scope.db, pledge.organisation_id)
    lines = [_line(scope, pledge, organisation.name if organisation else "")]
    lines += [scope.text("needs.words", words=pledge.words)] if pledge.words else []
    end = () if pledge.ended_at else (scope.button("pledges.button.end", f"do:pledge_end:{pledge.id}"),)
    every = scope.button("pledges.button.list", "do:pledges")
    return Said("needs.card", {"lines": "\n".join(lines)}, (*end, every, scope.menu_button()))


def end(scope: Scope, argument: str) -> Reply:
    pledge = pledges.get(scope.db, id_in(argument))
    if pledge is None or pledge.unit != scope.unit or not pledges.end(scope.db, pledge, scope.account.id):
        return not_here(scope)
    return Said("pledge.ended", buttons=(scope.button("pledges.button.list", "do:pledges"), scope.menu_button()))


def own(scope: Scope, _argument: str) -> Reply:
    """Shows an organisation what it has pledged, and what was kept."""
    organisation = scope.account.organisation_id
    given = pledges.of_organisation(scope.db, organisation) if organisation else []
    helping = scope.button("helping.button.list", "do:helping")
    if not given:
        return Said("pledges.own_none", buttons=(helping, scope.menu_button()))
    lines = "\n".join(f"• {_line(scope, each, '')}" for each in given)
    return Said("pledges.own", {"lines": lines}, (helping, scope.menu_button()))


COMMANDS = (
    Command("pledges", listed, may=OFFICER, words=("/kyket", "ky ket", "pledges")),
    Command("pledge_one", show, may=OFFICER),
    Command("pledge_end", end, may=OFFICER),
    Command("own_pledges", own, may=PARTNER, words=("/camket", "ky ket cua toi", "our pledges")),
)
