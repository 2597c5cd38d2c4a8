"""An officer gives a list of people a name, to see it again: the filters as the page of people is asked for them."""

from urllib.parse import parse_qsl

from handlers.kit import Answers, Form, Problem, Said, Text
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from storage import people_views

OFFICER = ("officer",)
# what the page is asked for; a place in the list is no part of it
FILTERS = ("q", "status", "hamlet", "guardian", "case", "group", "overdue", "sort")
LONGEST_NAME, LONGEST_FILTERS = 40, 400


def keep(answers: Answers, scope: Scope) -> Said:
    filters = {name: value for name, value in parse_qsl(answers["filters"]) if name in FILTERS}
    try:
        people_views.keep(scope.db, scope.account.id, answers["name"], filters)
    except people_views.TooMany:
        raise Problem("too_many", question="name", most=people_views.MOST) from None
    return Said("people_view.kept", {"name": answers["name"]}, (scope.menu_button(),))


def remove(scope: Scope, argument: str) -> Reply:
    was_there = people_views.remove(scope.db, scope.account.id, id_in(argument))
    return Said("people_view.removed" if was_there else "people_view.not_there", buttons=(scope.menu_button(),))


people_view = Form(
    "people_view",
    Text("filters", longest=LONGEST_FILTERS, verbatim=True),
    Text("name", longest=LONGEST_NAME, verbatim=True),
    submit=keep,
    may=OFFICER,
    review=False,
)
COMMANDS = (Command("people_view_drop", remove, may=OFFICER),)
