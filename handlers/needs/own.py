"""The person's own needs: where one stands, whether the help has arrived, and that it is not wanted any more."""

from handlers.kit import Said
from handlers.kit.commands import Command, Reply, Run, id_in
from handlers.kit.scope import Scope
from handlers.needs.wishes import wish_of
from handlers.notify import need_telling
from handlers.people import record
from handlers.people.targets import not_here
from rules import needs as rules
from storage import needs
from storage.needs import Need

PERSON = ("person",)
BOTH = ("person", "officer")


def own_need(scope: Scope, argument: str) -> Need | None:
    """Finds an open need of whoever writes; without a number the one that waits for their word, or the only one."""
    person = record.person_of(scope)
    own = needs.of_person(scope.db, person.id) if person else []
    if argument:
        return next((need for need in own if need.id == id_in(argument)), None)
    asked = [need for need in own if need.step == rules.DONE] or own
    return asked[0] if len(asked) == 1 else None


def see(scope: Scope, argument: str) -> Reply:
    need = own_need(scope, argument)
    if need is None:
        return _over(scope) if argument else Run("my_help")
    wish = wish_of(scope, need)
    answers = ("got", "partly", "missed") if need.step == rules.DONE else ()
    buttons = [scope.button(f"need.button.{answer}", f"do:need_{answer}:{need.id}") for answer in answers]
    buttons.append(scope.button("need.button.drop", f"do:need_drop:{need.id}"))
    every = scope.button("person.menu.my_help", "do:my_help")
    since = scope.moment(need.step_at)
    fields = {"title": wish.title, "stands": wish.stands, "who": wish.who, "since": since, "then": wish.then}
    day = scope.text("my_help.due", day=scope.day(wish.due)) if wish.due else ""
    return Said("need.mine", {**fields, "due": day}, (*buttons, every, scope.human_button(), scope.menu_button()))


def _over(scope: Scope) -> Said:
    return Said("need.over", buttons=(scope.button("person.menu.my_help", "do:my_help"), scope.menu_button()))


def _need_to_confirm(scope: Scope, argument: str) -> Need | None:
    """Finds the need whose help has arrived or not: one's own, or for an officer one of the commune."""
    need = own_need(scope, argument) if "person" in scope.account.roles else None
    if need is None and argument and "officer" in scope.account.roles:
        asked = needs.get(scope.db, id_in(argument))
        need = asked if asked and asked.state == "open" and asked.unit == scope.unit else None
    return need


def got(scope: Scope, argument: str) -> Reply:
    need = _need_to_confirm(scope, argument)
    if need is None or not need_telling.over(scope.db, scope.deployment, need, rules.MET, scope.account.id):
        return _not_open(scope)
    return _answered(scope, "got")


def partly(scope: Scope, argument: str) -> Reply:
    return _back(scope, argument, "partly")


def missed(scope: Scope, argument: str) -> Reply:
    return _back(scope, argument, "missed")


def _back(scope: Scope, argument: str, move: str) -> Reply:
    """Puts it on the board again: what was said to be done has not arrived, or not all of it."""
    need = _need_to_confirm(scope, argument)
    if need is None or not need_telling.go_on(scope.db, scope.deployment, need, move, by=scope.account.id):
        return _not_open(scope)
    return _answered(scope, move)


def _not_open(scope: Scope) -> Said:
    return _over(scope) if "person" in scope.account.roles else not_here(scope)


def _answered(scope: Scope, word: str) -> Said:
    of_office = "officer" in scope.account.roles
    key, press = ("needs.button.list", "do:needs") if of_office else ("person.menu.my_help", "do:my_help")
    return Said(f"need.answered.{word}", buttons=(scope.button(key, press), scope.menu_button()))


def drop(scope: Scope, argument: str) -> Reply:
    """Takes the wish back; whoever had it hears so."""
    need = own_need(scope, argument)
    if need is None or not need_telling.over(scope.db, scope.deployment, need, rules.NOT_WANTED, scope.account.id):
        return _over(scope)
    ask = scope.button("need.button.ask", "do:need_ask")
    return Said("need.dropped", buttons=(ask, scope.button("person.menu.my_help", "do:my_help"), scope.menu_button()))


COMMANDS = (
    Command("need_mine", see, may=PERSON, words=("xem viec da nho", "see my request")),
    Command("need_got", got, may=BOTH, words=("da nhan duoc", "da nhan roi", "it has arrived")),
    Command("need_partly", partly, may=BOTH, words=("moi duoc mot phan", "only a part")),
    Command("need_missed", missed, may=BOTH, words=("chua nhan duoc", "not arrived yet")),
    Command("need_drop", drop, may=PERSON),
)
