"""A person's own loan among what they have asked for: «Việc tôi đã nhờ»."""

from handlers.kit.matter import Wish
from handlers.kit.scope import Scope
from handlers.loans import shown
from handlers.loans.wish import open_case


def open_wishes(scope: Scope) -> list[Wish]:
    """Lists the open case of whoever writes, if there is one."""
    case = open_case(scope)
    if case is None:
        return []
    title = scope.text("loan_mine.wish", number=case.code)
    stands, who = shown.stands(scope, case), shown.owners_named(scope, case)
    return [Wish("loan", title, stands, who, case.due_on, scope.text(f"loan.next.{case.state}"), "do:loan_mine")]
