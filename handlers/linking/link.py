"""Linking a chat to an account: code, year of birth, what one agrees to, how one is addressed."""

from dataclasses import replace

from handlers.kit import Answers, Choice, Consent, Form, Option, Outgoing, Problem, Said
from handlers.kit.commands import Reply, Run
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.linking import identity
from handlers.notify import notices
from handlers.people import address
from rules import consent
from storage import accounts, chats, consents, invites, newcomers
from storage.accounts import Account

AGREED, REFUSED = "yes", "no"


def has_born(answers: Answers) -> bool:
    return bool(answers["code"]["born"])


def refused(answers: Answers) -> bool:
    return any(answers.get(question) == REFUSED for question in SERVICE_QUESTIONS)


class _Asked(Consent):
    """Asked of those who have not answered it yet, until they refuse what is needed."""

    def __init__(self, id: str, purpose: str, role: str = ""):
        super().__init__(id, purpose, when=self.applies)
        self.role = role

    def applies(self, answers: Answers) -> bool:
        code = answers["code"]
        return self.purpose in code["ask"] and self.role in ("", code["as"]) and not refused(answers)


def asks_address(answers: Answers) -> bool:
    return bool(answers["code"]["pronoun"]) and not refused(answers)


def forms_of_address(answers: Answers, scope: Scope) -> list[Option]:
    invite = invites.find(scope.db, answers["code"]["code"])
    account = accounts.get(scope.db, invite.account_id) if invite else None
    return address.forms_of_address(scope, account) if account else []


SERVICE = (
    _Asked("service", "service", "person"),
    _Asked("service_guardian", "service", "guardian"),
    _Asked("service_officer", "service", "officer"),
)
SERVICE_QUESTIONS = tuple(question.id for question in SERVICE)
CONSENTS = (*SERVICE, *(_Asked(purpose, purpose) for purpose in consent.PURPOSES if purpose not in consent.NEEDED))


def join(answers: Answers, scope: Scope) -> Reply:
    """Links the chat to the account once everything was answered; else nothing at all happens."""
    code = answers["code"]["code"]
    account = identity.account_of(scope, code)
    if identity.proven_account(scope, answers) is None:
        raise Problem("again", "code")
    if refused(answers):
        return _without_consent(scope)
    invite = invites.find(scope.db, code)
    if invite is None or not invites.use(scope.db, invite.id, scope.chat.id):
        raise Problem("used", "code")
    _record(answers, scope, account)
    before = notices.reachable(scope.db, account.id, but=frozenset({scope.chat.id}))
    chats.link(scope.db, scope.chat.id, account.id)
    newcomers.done(scope.db, scope.chat.id)
    invites.forget_tries(scope.db, chat=str(scope.chat.id))
    _become(scope, account)
    if before is not None:
        _tell_other_chat(scope, before, account)
    return Run("menu", "linked")


def _record(answers: Answers, scope: Scope, account: Account) -> None:
    for question in CONSENTS:
        if question.id in answers:
            given = answers[question.id] == AGREED
            consents.record(
                scope.db, account.id, question.purpose, given, version=consent.VERSION, chat_id=scope.chat.id
            )
    changed: dict[str, str] = {}
    if answers.get("pronoun"):
        changed["pronoun"] = answers["pronoun"]
    if scope.wording.language != account.language:
        changed["language"] = scope.wording.language
    if changed:
        accounts.change(scope.db, account.id, **changed)


def _become(scope: Scope, account: Account) -> None:
    linked = accounts.get(scope.db, account.id)
    assert linked is not None
    scope.sender = linked
    scope.unit = linked.unit
    scope.chat = replace(scope.chat, account_id=linked.id, party_id=linked.id)
    scope.wording = Wording.to(scope.deployment.texts, linked)
    scope.audit("chat.linked", linked.id, scope.chat.channel)


def _tell_other_chat(scope: Scope, chat: chats.Chat, account: Account) -> None:
    """Tells whoever holds the first chat of the second: a code may have gone astray."""
    wording = Wording.to(scope.deployment.texts, account)
    button = scope.button("talk.button", "do:human", typed="GAP CAN BO")
    out = Outgoing(wording.text("notice.chat_added"), (button,))
    notices.put(scope.db, scope.deployment, chat, out, "chat_added")


def _without_consent(scope: Scope) -> Said:
    """Says that nothing works without this consent; the code stays good, should they think again."""
    return Said("link.refused", buttons=(scope.button("visitor.ask_help", "do:ask_help", typed="NHO GIUP"),))


def linked_already(scope: Scope) -> Said | None:
    """Refuses a linked chat: a button made up by hand must not move it to another account."""
    return Said("link.already", buttons=(scope.menu_button(),)) if scope.sender else None


link = Form(
    "link",
    identity.Code("code"),
    identity.Born("born", when=has_born),
    *CONSENTS,
    Choice("pronoun", forms_of_address, when=asks_address),
    submit=join,
    review=False,
    ready=linked_already,
)
