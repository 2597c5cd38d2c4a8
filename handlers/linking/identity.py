"""What proves whose chat this is: the code, and the year of birth; or the name, for a code that others handed on."""

import re
from typing import Any

from handlers.kit import Answers, Incoming, JsonValue, Problem, Question
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.linking import codes, doubts
from handlers.understand.fold import folded_words
from rules import consent, links
from rules.roles import held
from storage import consents, invites, link_requests, newcomers
from storage.accounts import Account

YEAR = re.compile(r"(?<!\d)(?:(19\d\d|20\d\d)|(\d\d))(?!\d)")
LONGEST_NAME = 80
WHOLE_YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")


class Code(Question):
    """Stored is the code with what is still to be asked of its account, as the record stood then."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        _, account = codes.check_code(scope, message.text)
        facts = code_facts(scope, links.read_code(message.text) or "", account)
        if not facts["born"] and not facts["name"]:
            speak_to(scope, account)
        return facts

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, dict) and {"code", "born", "ask", "pronoun", "as"} <= stored.keys()

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        account_of(scope, stored["code"])

    def show(self, stored: JsonValue, answers: Answers, viewer: Viewer) -> str:
        return str(stored["code"])


class Born(Question):
    """A wrong year is counted here, in the turn that refuses it; whoever knows only the code gets no further."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        codes.may_try(scope)
        year = read_year(message.text, scope.today.year)
        if year is None:
            raise Problem("not_a_year")
        invite = invites.find(scope.db, answers["code"]["code"])
        if invite is None:
            raise Problem("expired")
        invite, account = codes.check_invite(scope, invite)
        if account.born != year:
            codes.wrong_year(scope, invite, account)
            doubts.ask(scope, account, self.id)
            raise Problem("wrong")
        speak_to(scope, account)
        return year

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, int)

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        if account_of(scope, answers["code"]["code"]).born != stored:
            raise Problem("wrong")


class FullName(Question):
    """Asked where the record has no year of birth and the code came through others' hands; stored is that it fits."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        codes.may_try(scope)
        if not folded_words(message.text[:LONGEST_NAME]):
            raise Problem("not_a_name")
        account = account_of(scope, answers["code"]["code"])
        if not is_named(message.text, account.name):
            codes.wrong_name(scope, account)
            doubts.ask(scope, account, self.id)
            raise Problem("wrong")
        speak_to(scope, account)
        return True

    def accepts(self, stored: JsonValue) -> bool:
        return stored is True

    def show(self, stored: JsonValue, answers: Answers, viewer: Viewer) -> str:
        return ""


def is_named(said: str, name: str) -> bool:
    """Says whether somebody gives this name: whole, or its last words, with or without accents and a lead-in."""
    words, named = folded_words(said[:LONGEST_NAME]), folded_words(name)
    least = min(2, len(named))
    return any(words[-count:] == named[-count:] for count in range(least, len(named) + 1))


def code_facts(scope: Scope, code: str, account: Account) -> dict[str, Any]:
    """Gives what the conditions of the form go by: they see answers only, never the database."""
    answered = consents.history(scope.db, account.id)
    invite = invites.find(scope.db, code)
    by_hand = invite is not None and invite.by_hand
    vouched = link_requests.is_vouched(scope.db, account.id, scope.chat.id)
    versions = {answer.purpose: answer.version for answer in answered}
    given = {answer.purpose: answer.given for answer in answered}
    return {
        "code": code,
        "born": account.born is not None and not vouched,
        "name": account.born is None and by_hand and not vouched,
        "ask": list(consent.still_to_ask(account.roles, versions, given)),
        "as": next((role.consents_as for role in held(account.roles)), "officer"),
        "pronoun": account.pronoun == "neutral",
    }


def account_of(scope: Scope, code: str) -> Account:
    """Finds the account of a code that is still open. Raises Problem on the question of the code."""
    invite = invites.find(scope.db, code)
    if invite is None:
        raise Problem("expired", "code")
    return codes.check_invite(scope, invite)[1]


def proven_account(scope: Scope, answers: Answers) -> Account | None:
    """Gives the account, once every factor that its record has was right in this dialogue."""
    code = answers.get("code")
    if not isinstance(code, dict):
        return None
    try:
        account = account_of(scope, code.get("code", ""))
    except Problem:
        return None
    if link_requests.is_vouched(scope.db, account.id, scope.chat.id):
        return account
    if code.get("name"):
        return account if answers.get("name") is True else None
    return account if account.born is None or account.born == answers.get("born") else None


def speak_to(scope: Scope, account: Account) -> None:
    """Speaks to the account from here on; a language chosen in this chat wins over the record's."""
    newcomer = newcomers.get(scope.db, scope.chat.id)
    language = newcomer.language if newcomer and newcomer.language else account.language
    scope.wording = Wording(scope.deployment.texts, language, account)


def read_year(text: str, this_year: int) -> int | None:
    """Reads a year of birth: «1964», «64», «sinh năm 1964», «12/3/1964»; None for none or for more than one."""
    whole = WHOLE_YEAR.findall(text[:60])
    if whole:
        return int(whole[0]) if len(whole) == 1 and int(whole[0]) <= this_year else None
    short = [match[1] for match in YEAR.findall(text[:60]) if match[1]]
    if len(short) != 1:
        return None
    year = this_year // 100 * 100 + int(short[0])
    return year if year <= this_year else year - 100
