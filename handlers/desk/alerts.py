"""The alerts of the commune as a table: how pressing, how old, how far they have climbed, who has them."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.alerts.standing import button_of, state_of
from handlers.desk.ages import age
from handlers.desk.page import Asked, DeskPage
from handlers.documents.sheet import Sheet
from handlers.kit import Button
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from rules.alerts import LEVELS, OPEN_STATES, STEPS
from storage import access, alerts, persons
from storage.alerts import Alert, Wanted
from storage.persons import Person

OPEN, MINE, ENDED = "open", "mine", "ended"
VIEWS = (OPEN, MINE, ENDED)
PAGE = 50
MOST_IN_SHEET = 5000
COLUMNS = ("number", "level", "reason", "where", "who", "opened", "age", "step", "state", "outcome")


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert in the words of its reader; `level` and `state` are codes of `rules.alerts`.

    `step`: who is asked now, and `climbs` when the next are, empty where nobody waits for it any more. `press`: what
    settles it next, if that is up to this reader.
    """

    id: int
    code: str
    level: str
    level_word: str
    reason: str
    where: str
    person: str
    person_id: int
    opened: str
    age: str
    step: str
    climbs: str
    state: str
    standing: str
    outcome: str
    press: Button | None


@dataclass(frozen=True, slots=True)
class AlertsFacts:
    """A page of the table. `view` and `level` say what is asked for; `counts`: of the open ones by view and level.

    `next`: the id behind which the next page begins, 0 on the last.
    """

    view: str
    level: str
    rows: tuple[AlertRow, ...]
    counts: Mapping[str, int]
    next: int


def gather(scope: Scope, asked: Asked) -> AlertsFacts:
    """Gathers a page: `view`, `level` and `after` (the last alert of the page before) are read from what is asked."""
    view, level = _view_and_level(asked)
    last = alerts.get(scope.db, id_in(asked.get("after", "")))
    if last is not None and not access.may_see_alert(scope.account, last):
        last = None
    page = _page(scope, view, level, last, PAGE + 1)
    rows = rows_of(scope, page[:PAGE])
    return AlertsFacts(view, level, rows, _counts(scope), page[PAGE - 1].id if len(page) > PAGE else 0)


def _view_and_level(asked: Asked) -> tuple[str, str]:
    view, level = asked.get("view", ""), asked.get("level", "")
    return view if view in VIEWS else OPEN, level if level in LEVELS else ""


def _page(scope: Scope, view: str, level: str, last: Alert | None, most: int) -> list[Alert]:
    wanted = Wanted(level=level, taken_by=scope.account.id if view == MINE else 0)
    if view == ENDED:
        return alerts.ended_before(scope.db, scope.unit, wanted, last, most=most)
    return alerts.open_after(scope.db, scope.unit, wanted, last, most=most)


def _counts(scope: Scope) -> dict[str, int]:
    by_level = {level: alerts.how_many(scope.db, scope.unit, Wanted(level)) for level in LEVELS}
    mine = alerts.how_many(scope.db, scope.unit, Wanted(taken_by=scope.account.id))
    return {OPEN: sum(by_level.values()), MINE: mine, **by_level}


def rows_of(scope: Scope, page: list[Alert]) -> tuple[AlertRow, ...]:
    """Words a page of alerts; that people were listed is written down."""
    people = persons.several(scope.db, {alert.person_id for alert in page if alert.person_id})
    shown = {key: person for key, person in people.items() if access.may_see(scope.db, scope.account, person)}
    scope.audit("persons.listed", None, f"alerts: {len(shown)}")
    return tuple(row_of(scope, alert, shown.get(alert.person_id or 0)) for alert in page)


def row_of(scope: Scope, alert: Alert, person: Person | None) -> AlertRow:
    """Words one alert; `person` is whom it is about, if the reader may see them."""
    climbs = alert.climb_at if alert.state in ("open", "seen") else None
    return AlertRow(
        id=alert.id,
        code=alert.code,
        level=alert.level,
        level_word=capital(scope.text(f"alert.level.{alert.level}")),
        reason=scope.text(f"alert.reason.{alert.reason}"),
        where=alert.hamlet,
        person=person.name if person else "",
        person_id=person.id if person else 0,
        opened=scope.moment(alert.opened_at),
        age=age(scope, alert.opened_at),
        step=scope.text(f"desk.alerts.step.{STEPS[min(alert.step, len(STEPS) - 1)]}"),
        climbs=scope.text("desk.alerts.climbs", at=scope.moment(climbs)) if climbs else "",
        state=alert.state,
        standing=capital(state_of(scope, alert)),
        outcome=scope.text(f"alert_close.outcome.{alert.outcome}") if alert.outcome else "",
        press=next_press(scope, alert),
    )


def next_press(scope: Scope, alert: Alert) -> Button | None:
    """Gives what settles it next: taking what nobody has, closing what the reader has; None for what others have."""
    if alert.state in ("open", "seen"):
        return button_of(scope, alert, "take")
    is_mine = alert.state == "taken" and alert.taken_by == scope.account.id
    return button_of(scope, alert, "close") if is_mine else None


def sheet(scope: Scope, asked: Asked) -> Sheet:
    """Makes the same table as Excel, from its first line to the end."""
    view, level = _view_and_level(asked)
    rows = rows_of(scope, _page(scope, view, level, None, MOST_IN_SHEET))
    headings = [scope.text(f"desk.alerts.column.{column}") for column in COLUMNS]
    return Sheet(scope.text("desk.alerts.title"), headings, [_cells(row) for row in rows])


def _cells(row: AlertRow) -> list[str]:
    step = row.step if row.state in OPEN_STATES else ""
    told = (row.code, row.level_word, row.reason, row.where, row.person, row.opened, row.age, step)
    return [*told, row.standing, row.outcome]


ALERTS = DeskPage(id="alerts", path="alerts", gather=gather, sheet=sheet, topics=("alerts",))
