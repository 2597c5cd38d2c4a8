"""«Như lần trước, không có gì lạ»: a report like the last one, where that one gave no cause for concern."""

import re

from handlers.kit import Answers
from handlers.kit.scope import Scope
from handlers.understand.fold import bare
from rules.visits import is_calm
from storage import visits
from storage.persons import Person

AS_BEFORE = re.compile(
    r"\b(?:nhu|y) (?:lan truoc|moi khi|thuong le|cu|bua truoc|hom truoc|thang truoc)\b|\bsame as (?:last time|before)\b"
)
# what the last report says of how somebody is; a remark and a place are of their day
AGAIN = ("work", "mood", "concerns", "needs")


def as_before(scope: Scope, person: Person, text: str) -> Answers:
    """Gives the last report's answers again, if the sentence says that it was as before; none after a worrying one."""
    last = visits.latest(scope.db, person.id, 1) if AS_BEFORE.search(bare(text)) else []
    if not last or not is_calm(last[0].outcome, last[0].answers, last[0].visited_on, scope.today, person.visit_every):
        return {}
    answers = {key: last[0].answers[key] for key in AGAIN if key in last[0].answers}
    usual = {"visited_on": scope.today.isoformat(), "kind": last[0].kind, "outcome": last[0].outcome}
    return {**usual, **answers, "note": None, "place": None}
