"""Linking a chat to an account: code, year of birth, what one agrees to, how one is addressed."""

from handlers.kit import Answers, Choice, Consent, Form, Option, Problem, Said
from handlers.kit.commands import Reply, Run
from handlers.kit.scope import Scope
from handlers.linking import confirming, identity
from handlers.people import address, devices, joining
from rules import consent
from rules.approvals import is_trusted
from storage import accounts, invites

AGREED, REFUSED = "yes", "no"


def has_born(answers: Answers) -> bool:
    return bool(answers["code"]["born"])


def asks_name(answers: Answers) -> bool:
    # a dialogue that began before names were asked for goes on without
    return bool(answers["code"].get("name"))


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
CONSENTS = (*SERVICE, *(_Asked(purpose, purpose) for purpose in consent.AT_LINKING if purpose not in consent.NEEDED))


def join(answers: Answers, scope: Scope) -> Reply:
    """Links the chat to the account once everything was answered; else nothing at all happens.

    Where the account has a chat already, that one is asked first, or an officer in person; so it is where an officer
    brings a code of their own making, even if they have left the chat in which they made it.
    """
    code = answers["code"]["code"]
    account = identity.account_of(scope, code)
    if identity.proven_account(scope, answers) is None:
        raise Problem("again", "code")
    if refused(answers):
        return _without_consent(scope)
    invite = invites.find(scope.db, code)
    if invite is None or not invites.use(scope.db, invite.id, scope.chat.id):
        raise Problem("used", "code")
    invites.forget_tries(scope.db, chat=str(scope.chat.id))
    given = _choices_made(answers, scope)
    own_code = invite.created_by == account.id and is_trusted(account.roles)
    if own_code or devices.of_account(scope.db, account.id):
        return confirming.ask(scope, account, given)
    joining.link(scope.db, account, scope.chat.id, given)
    joining.become(scope, account)
    scope.audit("chat.linked", account.id, scope.chat.channel)
    return Run("menu", "linked")


def _choices_made(answers: Answers, scope: Scope) -> joining.Given:
    agreed = {asked.purpose: answers[asked.id] == AGREED for asked in CONSENTS if asked.id in answers}
    return joining.Given(agreed, answers.get("pronoun") or "", scope.wording.language)


def _without_consent(scope: Scope) -> Said:
    """Says that nothing works without this consent; the code stays good, should they think again."""
    return Said("link.refused", buttons=(joining.help_button(scope.wording),))


def linked_already(scope: Scope) -> Said | None:
    """Refuses a linked chat: a button made up by hand must not move it to another account."""
    return Said("link.already", buttons=(scope.menu_button(),)) if scope.sender else None


link = Form(
    "link",
    identity.Code("code"),
    identity.Born("born", when=has_born),
    identity.FullName("name", when=asks_name),
    *CONSENTS,
    Choice("pronoun", forms_of_address, when=asks_address),
    submit=join,
    review=False,
    ready=linked_already,
)
