"""Somebody asks to help others, with or without an account; an officer checks them, and they become one who helps."""

from handlers.kit import Answers, Button, Choices, Form, Outgoing, Phone, Said, Text
from handlers.kit.batch import Batch
from handlers.kit.commands import Command, Reply, Start, id_in
from handlers.kit.deployment import Deployment
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.linking import invitees
from handlers.linking.invitation import describe
from handlers.notify import notices
from handlers.people.targets import not_here
from handlers.understand.phones import spoken
from rules.needs import KINDS, due_at
from storage import accounts, chats, due, help_offers, volunteers
from storage.database import Db
from storage.due import Due
from storage.help_offers import LONGEST_HAMLET
from storage.volunteers import Volunteer

OFFICER = ("officer",)
# strangers can open any number of chats
MOST_WAITING = 50
WAIT_DAYS = 3


def not_now(scope: Scope) -> Said | None:
    """Tells an officer that it is theirs to check, and who waits already that they do; None for all others."""
    back = (scope.menu_button(),) if scope.sender else ()
    if scope.sender and {"officer", "volunteer"} & set(scope.sender.roles):
        return Said("volunteer_ask.is_one", buttons=back)
    account_id = scope.sender.id if scope.sender else None
    if volunteers.waits(scope.db, chat_id=scope.chat.id, account_id=account_id):
        return Said("volunteer_ask.waits", buttons=back)
    if scope.sender is None and volunteers.how_many_waiting(scope.db, scope.unit) >= MOST_WAITING:
        return Said("volunteer_ask.later")
    return None


def ask(answers: Answers, scope: Scope) -> Said:
    volunteers.ask(
        scope.db,
        unit=scope.unit,
        chat_id=scope.chat.id,
        account_id=scope.sender.id if scope.sender else None,
        name=" ".join(answers["name"].split()),
        phone=answers.get("phone"),
        hamlet=answers["hamlet"].strip(),
        kinds=answers["kinds"],
        words=answers.get("words"),
        remind_at=due_at(scope.now, WAIT_DAYS, scope.deployment.free_days),
    )
    _tell_officers(scope.db, scope.deployment, scope.unit)
    return Said("volunteer_ask.thanks", buttons=(scope.menu_button(),) if scope.sender else ())


def _tell_officers(db: Db, deployment: Deployment, unit: str) -> None:
    def telling(wording: Wording) -> Outgoing:
        see = Button(
            wording.text("volunteers.button.list"), "do:volunteers", "command", wording.text("volunteers.typed")
        )
        return Outgoing(wording.text("notice.volunteer"), (see,))

    notices.tell_each(db, deployment, accounts.on_call(db, unit), "volunteer", lambda _: telling)


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells each commune once of those who wait to be checked, and again until somebody has decided."""
    asked = volunteers.several(db, {row.subject_id for row in due_rows})
    communes = set()
    for row in due_rows:
        volunteer = asked.get(row.subject_id)
        if volunteer is None or volunteer.state != "asked":
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            again = due_at(db.now, WAIT_DAYS, deployment.free_days)
            due.plan(db, row.kind, volunteer.id, again.date().isoformat(), again, unit=volunteer.unit)
            communes.add(volunteer.unit)
    for unit in communes:
        _tell_officers(db, deployment, unit)


volunteer_ask = Form(
    "volunteer_ask",
    Text("name", longest=80, detail="head"),
    Text("hamlet", longest=LONGEST_HAMLET),
    Choices("kinds", KINDS, labels="visit_report.needs", understood_as="needs"),
    Phone("phone", optional=True),
    Text("words", longest=500, optional=True, verbatim=True),
    submit=ask,
    ready=not_now,
)


def begin(scope: Scope, _argument: str) -> Reply:
    return Start("volunteer_ask", {"name": scope.sender.name} if scope.sender else {})


def listed(scope: Scope, argument: str) -> Reply:
    """Lists who waits to be checked, the longest waiting first; `argument` says how many are skipped."""
    page = ListPage.asked(argument, volunteers.how_many_waiting(scope.db, scope.unit))
    shown = volunteers.waiting(scope.db, scope.unit, most=PAGE, skipped=page.skipped)
    if not shown:
        return Said("volunteers.none", buttons=(scope.menu_button(),))
    buttons = page.numbered(
        [Button(f"{volunteer.name} · {volunteer.hamlet}", f"do:volunteer_one:{volunteer.id}") for volunteer in shown]
    )
    more = page.more(scope, "do:volunteers:")
    return Said("volunteers.list", {"count": page.count}, (*buttons, *more, scope.menu_button()))


def _waiting(scope: Scope, argument: str) -> Volunteer | None:
    volunteer = volunteers.get(scope.db, id_in(argument))
    return volunteer if volunteer and volunteer.unit == scope.unit and volunteer.state == "asked" else None


def show(scope: Scope, argument: str) -> Reply:
    volunteer = _waiting(scope, argument)
    if volunteer is None:
        return not_here(scope)
    scope.audit("volunteer.looked", volunteer.id)
    kinds = ", ".join(scope.text(f"visit_report.needs.{kind}").lower() for kind in volunteer.kinds)
    fields = {
        "name": volunteer.name,
        "hamlet": volunteer.hamlet,
        "since": scope.moment(volunteer.asked_at),
        "kinds": kinds or scope.text("volunteers.any"),
        "phone": spoken(volunteer.phone) if volunteer.phone else scope.text("volunteers.no_phone"),
        "words": volunteer.words or "–",
    }
    buttons = (
        scope.button("volunteers.button.agree", f"do:volunteer_agree:{volunteer.id}"),
        scope.button("volunteers.button.decline", f"do:volunteer_decline:{volunteer.id}"),
        scope.button("volunteers.button.list", "do:volunteers"),
        scope.menu_button(),
    )
    return Said("volunteers.one", fields, buttons)


def agree(scope: Scope, argument: str) -> Reply:
    """Makes them one who helps: an account gets the role, a stranger a code in the chat they asked from."""
    volunteer = _waiting(scope, argument)
    if volunteer is None:
        return not_here(scope)
    account = accounts.get(scope.db, volunteer.account_id)
    account_id = account.id if account else _make_account(scope, volunteer)
    if not volunteers.decide(scope.db, volunteer, "agreed", scope.account.id, account_id):
        return not_here(scope)
    if account is not None:
        accounts.set_roles(scope.db, account.id, (*account.roles, "volunteer"), scope.account.id)
    hamlet = volunteer.hamlet[:LONGEST_HAMLET]
    me = scope.account.id
    help_offers.set_kinds(
        scope.db, unit=scope.unit, account_id=account_id, kinds=volunteer.kinds or KINDS, hamlet=hamlet, by=me
    )
    if account is not None:
        _tell(scope, account_id)
        return _decided(scope, "agreed", volunteer)
    code = invitees.give_code(scope.db, scope.unit, account_id, me)
    reached = _tell_stranger(scope, volunteer, code)
    return _decided(scope, "agreed_code" if reached else "agreed_by_hand", volunteer, code=code)


def _make_account(scope: Scope, volunteer: Volunteer) -> int:
    """Makes the account; a number that another account has stays with that one."""
    phone = volunteer.phone if volunteer.phone and not accounts.by_phone(scope.db, volunteer.phone) else None
    return accounts.add(
        scope.db, unit=scope.unit, name=volunteer.name, roles=("volunteer",), phone=phone, by=scope.account.id
    )


def _tell(scope: Scope, account_id: int) -> None:
    def telling(wording: Wording) -> Outgoing:
        see = Button(wording.text("helping.button.list"), "do:helping", "command", wording.text("helping.typed"))
        return Outgoing(wording.text("notice.volunteer_answer.agreed"), (see,))

    notices.tell(scope.db, scope.deployment, account_id, "volunteer_answer", telling)


def _tell_stranger(scope: Scope, volunteer: Volunteer, code: str) -> bool:
    """Brings the code into the chat they asked from; False where nobody can be reached there any more."""
    chat = chats.get(scope.db, volunteer.chat_id) if volunteer.chat_id else None
    if chat is None or chat.state != "active" or chat.account_id is not None:
        return False
    wording = Wording(scope.deployment.texts, "vi")
    text = wording.text("notice.volunteer_answer.code", code=code, place=scope.deployment.place)
    notices.put(scope.db, scope.deployment, chat, Outgoing(text), "volunteer_answer")
    return True


def decline(scope: Scope, argument: str) -> Reply:
    """Says no, kindly; what they left goes in half a year."""
    volunteer = _waiting(scope, argument)
    if volunteer is None or not volunteers.decide(scope.db, volunteer, "declined", scope.account.id):
        return not_here(scope)
    return _decided(scope, "declined", volunteer)


def _decided(scope: Scope, how: str, volunteer: Volunteer, code: str = "") -> Said:
    every = scope.button("volunteers.button.list", "do:volunteers")
    links = "".join(f"\n{link}" for link in describe(scope.deployment, code).values()) if code else ""
    fields = {"name": volunteer.name, "Name": capital(volunteer.name), "code": code, "links": links}
    return Said(f"volunteers.{how}", fields, (every, scope.menu_button()))


COMMANDS = (
    Command(
        "volunteer_ask",
        begin,
        words=("/tinhnguyen", "tinh nguyen", "dang ky tinh nguyen", "gop suc", "volunteer", "/volunteer"),
    ),
    Command("volunteers", listed, may=OFFICER, words=("/gopsuc", "nguoi xin gop suc", "volunteers")),
    Command("volunteer_one", show, may=OFFICER),
    Command("volunteer_agree", agree, may=OFFICER),
    Command("volunteer_decline", decline, may=OFFICER),
)
