"""What falls due of needs: whoever has one is reminded, an offer without answer comes back, the late ones are told."""

from collections import Counter
from collections.abc import Set

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import need_telling, notices
from rules import needs as rules
from storage import accounts, needs, persons
from storage.database import Db
from storage.due import Due
from storage.needs import CLOCKS, LATE, SOON, Need

KINDS = CLOCKS
# step → how whoever has the need is reminded
REMINDED = {rules.OFFERED: "soon_offered", rules.ACCEPTED: "soon_accepted"}


def work_off(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Reminds one by one of what is due soon, and tells each commune once of all that is late."""
    by_id = needs.several(db, {row.subject_id for row in due_rows})
    late: Counter[str] = Counter()
    on_call = {unit: {officer.id for officer in accounts.on_call(db, unit)} for unit in {row.unit for row in due_rows}}
    for row in due_rows:
        need = by_id.get(row.subject_id)
        if need is None or need.state != "open":
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            if row.kind == SOON:
                _remind(db, deployment, need, row)
            else:
                _is_late(db, deployment, need, on_call.get(need.unit, set()))
                late[need.unit] += 1
    for unit, count in late.items():
        _tell_commune(db, deployment, unit, count)


def _remind(db: Db, deployment: Deployment, need: Need, row: Due) -> None:
    person, helper = persons.get(db, need.person_id), accounts.get(db, need.helper_id)
    if need.step == rules.DONE and person is not None:
        need_telling.ask_person(db, deployment, person, need, helper)
    elif need.step in rules.WITH_ONE and helper is not None and helper.id == row.recipient_id:
        need_telling.tell_helper(db, deployment, need, helper, REMINDED[need.step])


def _is_late(db: Db, deployment: Deployment, need: Need, on_call: Set[int]) -> None:
    """Takes an offer back that nobody answered; whatever else is late is told again until it goes on.

    Those on call hear of it with all that is late in the commune.
    """
    if need.step == rules.OFFERED and need_telling.go_on(db, deployment, need, "lapse", by=None):
        return
    helper = accounts.get(db, need.helper_id)
    if need.step == rules.ACCEPTED and helper is not None and helper.id not in on_call:
        need_telling.tell_helper(db, deployment, need, helper, "late")
    needs.late_again(db, need, rules.due_at(db.now, rules.AGAIN_DAYS, deployment.free_days))


def _tell_commune(db: Db, deployment: Deployment, unit: str, count: int) -> None:
    def telling(wording: Wording) -> Outgoing:
        board = Button(wording.text("need.button.board"), "do:needs", "command", wording.text("need.typed.board"))
        return Outgoing(wording.text("notice.need.late", count=count), (board,))

    notices.tell_each(db, deployment, accounts.on_call(db, unit), LATE, lambda _: telling)
