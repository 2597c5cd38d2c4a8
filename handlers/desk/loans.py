"""The board of loans: each case at its step, whose turn it is and by when; and the list that is sent next."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.desk import board
from handlers.desk.ages import age
from handlers.desk.board import FEW, MANY, MOST_OF_SHEET, Board, Card, Column, Filter
from handlers.desk.page import Asked, DeskPage
from handlers.desk.presses import Press, on_page
from handlers.documents.sheet import Sheet
from handlers.kit.messages import Option
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.loans import month_list
from handlers.people import naming
from rules import loan_cases as rules
from rules.loans import PURPOSES
from storage import loan_board, loan_cases, persons
from storage.access_to_loans import Turns
from storage.loan_board import Place, Wanted
from storage.loan_cases import LoanCase

AGENCIES = tuple(dict.fromkeys(step.owner for step in rules.STEPS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Which columns are read, how many cases of each at most, and the place after which they begin."""

    steps: list[str]
    most: int
    after: Place | None


Counts = dict[str, tuple[int, int]]
Pages = dict[str, list[LoanCase]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthList:
    """The list that is sent next: its month, on which day, how many stand on it and wait to; what may be done."""

    month: str
    day: str
    drafted: int
    listed: int
    presses: tuple[Press, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoansFacts:
    board: Board
    list: MonthList


def gather(scope: Scope, asked: Asked) -> LoansFacts:
    only = asked.get("step", "") if asked.get("step") in rules.BY_CODE else ""
    columns = _columns(scope, asked, only, MANY if only else FEW)
    return LoansFacts(board=board.laid_out(columns, _filters(scope, asked), only), list=_month_list(scope))


def sheet(scope: Scope, asked: Asked) -> Sheet:
    columns = _columns(scope, asked, "", MOST_OF_SHEET)
    return board.as_sheet(scope, scope.text("desk.loans.title"), columns)


def _columns(scope: Scope, asked: Asked, only: str, most: int) -> list[Column]:
    due_before = scope.today if board.is_late_only(asked) else None
    wanted = Wanted(since_before=board.older_than(scope, asked), due_before=due_before)
    agency = asked.get("owner", "")
    steps = [step.code for step in rules.STEPS if agency not in AGENCIES or step.owner == agency]
    shown = Shown(steps=[only] if only else steps, most=most + 1, after=board.day_after(asked) if only else None)
    purpose = asked.get("purpose", "")
    counts, pages = (
        _for_purpose(scope, shown, wanted, purpose) if purpose in PURPOSES else _for_any(scope, shown, wanted)
    )
    cards = _cards(scope, {step: page[:most] for step, page in pages.items()})
    columns = []
    for step in shown.steps:
        page = pages.get(step, [])
        end = board.place_of(page[most - 1].due_on, page[most - 1].id) if len(page) > most else ""
        title = capital(scope.text(f"loan.step.{step}"))
        count, late = counts.get(step, (0, 0))
        columns.append(Column(id=step, title=title, count=count, late=late, cards=tuple(cards.get(step, ())), more=end))
    return columns


def _for_any(scope: Scope, shown: Shown, wanted: Wanted) -> tuple[Counts, Pages]:
    counts = loan_board.by_step(scope.db, scope.unit, shown.steps, wanted, scope.today)
    pages = {
        step: loan_board.at_step(scope.db, scope.unit, step, wanted, most=shown.most, after=shown.after)
        for step in counts
    }
    return counts, pages


def _for_purpose(scope: Scope, shown: Shown, wanted: Wanted, purpose: str) -> tuple[Counts, Pages]:
    places = loan_board.for_purpose(scope.db, scope.unit, shown.steps, wanted, purpose)
    counts = {step: (len(own), sum(due_on < scope.today for due_on, _ in own)) for step, own in places.items()}
    after = shown.after
    on_pages = {
        step: [case_id for due_on, case_id in own if after is None or (due_on, case_id) > after][: shown.most]
        for step, own in places.items()
    }
    cases = loan_cases.several(scope.db, {case_id for page in on_pages.values() for case_id in page})
    return counts, {step: [cases[case_id] for case_id in page] for step, page in on_pages.items()}


def _cards(scope: Scope, pages: Mapping[str, list[LoanCase]]) -> dict[str, list[Card]]:
    """Words the cases of all columns, looking up once whom they are about and whose turn each is."""
    cases = [case for page in pages.values() for case in page]
    people = persons.several(scope.db, {case.person_id for case in cases})
    names = naming.for_officers(scope.wording, people.values())
    turns = Turns.of(scope.db, scope.unit, cases)
    turn_of = {case.id: turns.owners(case) for case in cases}
    account_names = board.names_of(scope, {account.id for _, owners in turn_of.values() for account in owners})
    scope.audit("persons.listed", None, f"desk loans: {len(people)}")

    def card(case: LoanCase) -> Card:
        agency, owners = turn_of[case.id]
        owner = account_names[owners[0].id] if len(owners) == 1 else scope.text(f"loan.owner.{agency}")
        return _card(scope, case, names.get(case.person_id, ""), owner)

    return {step: [card(case) for case in page] for step, page in pages.items()}


def _card(scope: Scope, case: LoanCase, who: str, owner: str) -> Card:
    is_late, wish = case.due_on < scope.today, case.wish
    purpose = scope.text(f"loan_call.purpose.{wish['purpose']}")
    return Card(
        path=f"record/loan/{case.number}",
        title=f"{case.code} · {who}",
        kind=f"{purpose}, {scope.money(wish['amount'])}",
        owner=owner,
        age=age(scope, case.since),
        due=board.due(scope, case.due_on, is_late=is_late),
        is_late=is_late,
    )


def _filters(scope: Scope, asked: Asked) -> list[Filter]:
    owners = [Option(agency, capital(scope.text(f"loan.owner.{agency}"))) for agency in AGENCIES]
    purposes = [Option(code, scope.text(f"loan_call.purpose.{code}")) for code in PURPOSES]
    return [
        board.filter_of(scope, asked, "owner", owners, label="desk.board.owner", every="desk.board.everybody"),
        board.filter_of(
            scope, asked, "purpose", purposes, label="loan_call.purpose.label", every="desk.loans.any_purpose"
        ),
        board.age_filter(scope, asked),
    ]


def _month_list(scope: Scope) -> MonthList:
    month = month_list.month_shown(scope)
    first = loan_board.at_step(scope.db, scope.unit, "to_list", Wanted(), most=1)
    drafted, _ = loan_board.by_step(scope.db, scope.unit, ["to_list"], Wanted(), scope.today).get("to_list", (0, 0))
    listed = loan_cases.on_list(scope.db, scope.unit, month)
    return MonthList(
        month=month_list.month_words(scope.wording, month),
        day=scope.day(month_list.sent_on(scope, month)),
        drafted=drafted,
        listed=len(listed),
        presses=on_page(scope, month_list.deeds(scope, first, listed, drafted)),
    )


LOANS = DeskPage(id="loans", path="loans", gather=gather, sheet=sheet, topics=("loans",))
