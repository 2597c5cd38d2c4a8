"""«Hôm nay»: what waits for this officer now, the most pressing first; what is at rest is said in one line."""

from dataclasses import dataclass

from handlers.desk import waiting
from handlers.desk.page import Asked, DeskPage
from handlers.desk.waiting import Block
from handlers.desk.waiting_rows import TOPICS
from handlers.kit.scope import Scope
from storage import units

POLICE, BORDER, COMMITTEE = "police", "border", "committee"
# what each agency has to do with, in the order of what presses; the quarter's reports go to the committee by the police
OF_AGENCY = {
    POLICE: (
        *("alerts", "messages", "threads", "overdue", "calls", "quarter", "tasks", "newcomers", "approvals"),
        "alone",
    ),
    BORDER: ("alerts", "overdue", "messages", "threads", "calls", "tasks", "approvals"),
    COMMITTEE: (
        *("alerts", "alone", "quarter", "approvals", "tasks", "overdue", "messages", "threads", "calls"),
        "newcomers",
    ),
}


@dataclass(frozen=True, slots=True)
class TodayFacts:
    """`blocks` hold what waits; `at_rest` names, in words, what nothing waits of."""

    blocks: tuple[Block, ...]
    at_rest: tuple[str, ...]


def gather(scope: Scope, _asked: Asked) -> TodayFacts:
    """Gathers what waits in the commune, as far as the officer's agency has to do with it."""
    wanted = OF_AGENCY.get(_agency(scope), OF_AGENCY[POLICE])
    blocks = [waiting.GATHERED[name](scope) for name in wanted]
    scope.audit("persons.listed", None, f"today: {sum(len(block.items) for block in blocks)}")
    return TodayFacts(
        tuple(block for block in blocks if block.count),
        tuple(scope.text(f"desk.today.rest.{block.id}") for block in blocks if not block.count),
    )


def _agency(scope: Scope) -> str:
    organisation_id = scope.account.organisation_id
    organisation = units.organisation(scope.db, organisation_id) if organisation_id else None
    return organisation.kind if organisation else ""


TODAY = DeskPage(
    id="today",
    path="today",
    gather=gather,
    topics=("alerts", "relays", "threads", "visits", "people", "calls", "quarter", "tasks", *TOPICS),
)
