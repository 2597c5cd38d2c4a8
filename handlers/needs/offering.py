"""An officer asks somebody to take a need on: those who do that kind, nearby and with least to do first."""

from collections.abc import Mapping

from handlers.kit import Answers, Choice, Form, Option, Problem, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.needs.board import need_in, show
from handlers.notify import need_telling
from handlers.people import offices
from handlers.people.naming import name_of
from handlers.people.targets import not_here
from rules import needs as rules
from storage import access, accounts, help_offers, need_board, needs, persons, units
from storage.accounts import Account

OFFICER = ("officer",)
MOST = 20
# which organisations do a kind of help by what they are, before anybody has said so
OF_ORGANISATIONS: Mapping[str, tuple[str, ...]] = {
    "job": ("enterprise",),
    "training": ("school", "enterprise"),
    "loan": ("bank", "union"),
    "tools": ("union", "enterprise"),
    "tuition": ("union", "school"),
    "family": ("union",),
    "housing": ("union",),
}


def open_needs(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers the needs that nobody has yet, the late ones first."""
    free = [need for need in need_board.page_of(scope.db, scope.unit, most=MOST) if need.step == rules.RAISED]
    people = persons.several(scope.db, {need.person_id for need in free})
    labels = {need.id: scope.text(f"visit_report.needs.{need.kind}") for need in free}
    return [Option(str(need.id), f"{labels[need.id]} · {name_of(people[need.person_id])}") for need in free]


def need_named(value: str, viewer: Viewer) -> str:
    """Names the need by its kind alone."""
    need = needs.get(viewer.db, id_in(value))
    may_see = need and viewer.reader and access.acts(viewer.reader, "officer", unit=need.unit)
    return viewer.text(f"visit_report.needs.{need.kind}") if need and may_see else ""


def helpers(answers: Answers, scope: Scope) -> list[Option]:
    """Offers whoever does this kind of help: of the same hamlet first, then with least to do, officers last."""
    need = need_in(scope, answers.get("need", ""))
    person = persons.get(scope.db, need.person_id) if need else None
    if need is None or person is None:
        return []
    hamlets = {offer.account_id: offer.hamlet for offer in help_offers.of_kind(scope.db, scope.unit, need.kind)}
    doing = accounts.several(scope.db, hamlets)
    willing = [doing[account_id] for account_id in hamlets if access.acts(doing.get(account_id), unit=scope.unit)]
    willing += _by_organisation(scope, need.kind)
    officers = [officer for officer in offices.officers(scope, scope.unit) if officer.id != scope.account.id]
    everybody = {account.id: account for account in (*willing, *officers) if account.id != person.account_id}
    loads = needs.loads(scope.db, everybody)
    near = {account_id for account_id, hamlet in hamlets.items() if hamlet and hamlet == person.hamlet}
    own = {officer.id for officer in officers} - hamlets.keys()
    order = sorted(everybody, key=lambda number: (number in own, number not in near, loads.get(number, 0)))
    labels = {number: _label(scope, everybody[number], number in near, loads.get(number, 0)) for number in order}
    return [Option(str(number), labels[number]) for number in order[:MOST]]


def _by_organisation(scope: Scope, kind: str) -> list[Account]:
    wanted = {each.id for each in units.organisations_of(scope.db, scope.unit, *OF_ORGANISATIONS.get(kind, ("",)))}
    partners = accounts.with_role(scope.db, scope.unit, "partner") if wanted else []
    return [partner for partner in partners if partner.organisation_id in wanted]


def _label(scope: Scope, account: Account, is_near: bool, load: int) -> str:
    parts = [offices.with_office(scope.db, scope.wording, account)]
    parts += [scope.text("need_offer.near")] if is_near else []
    parts += [scope.text("need_offer.load", count=load)] if load else []
    return " · ".join(parts)


def helper_named(value: str, viewer: Viewer) -> str:
    account = accounts.get(viewer.db, id_in(value))
    return viewer.wording.called(account) if account else ""


def offer(answers: Answers, scope: Scope) -> Reply:
    need, helper = need_in(scope, answers["need"]), accounts.get(scope.db, id_in(answers["helper"]))
    if need is None or helper is None or not access.acts(helper, unit=scope.unit):
        raise Problem("no_longer_there", question="need" if need is None else "helper")
    went_on = need_telling.go_on(scope.db, scope.deployment, need, "offer", by=scope.account.id, helper_id=helper.id)
    if not went_on:
        raise Problem("no_longer_there", question="need")
    moved = needs.get(scope.db, need.id) or need
    day = scope.day(rules.day_of(moved.due_at)) if moved.due_at else ""
    who = offices.with_office(scope.db, scope.wording, helper)
    every = scope.button("needs.button.list", "do:needs")
    return Said("need_offer.done", {"who": who, "day": day}, (every, scope.menu_button()))


need_offer = Form(
    "need_offer",
    Choice("need", open_needs, named=need_named, detail="head"),
    Choice("helper", helpers, named=helper_named),
    submit=offer,
    may=OFFICER,
    review=False,
)


def take(scope: Scope, argument: str) -> Reply:
    """Takes a need on oneself."""
    need, me = need_in(scope, argument), scope.account.id
    if need is None:
        return not_here(scope)
    need_telling.go_on(scope.db, scope.deployment, need, "take", by=me, helper_id=me)
    return show(scope, argument)


def recall(scope: Scope, argument: str) -> Reply:
    """Takes a need back from whoever has it; they hear so."""
    need = need_in(scope, argument)
    if need is None:
        return not_here(scope)
    need_telling.go_on(scope.db, scope.deployment, need, "recall", by=scope.account.id)
    return show(scope, argument)


COMMANDS = (
    Command("need_take", take, may=OFFICER),
    Command("need_recall", recall, may=OFFICER),
)
