"""What somebody tells of their situation, asked by an officer who sits with them or told in their own chat."""

from handlers.kit import Answers, Button, Choice, Choices, Form, JsonValue, Option, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, Reply, Run, Start, id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import officers
from handlers.notify.need_telling import raise_need
from handlers.people import record
from handlers.people.agreement import GIVEN, Agreement, settled
from handlers.people.naming import person_named
from handlers.people.records import form_of, intake_lines
from handlers.people.targets import not_here, people_to_choose, person_in, typed_for
from rules import intake as rules
from rules.intake import AGREED, needs_told
from rules.standing import Standing
from rules.trades import TRADES
from rules.visits import NEEDS
from storage import consents, intakes, persons
from storage.persons import Person

OFFICER = ("officer",)
READERS = ("officer", "guardian")
PURPOSE = "intake"
# what is nobody's but the office's and their own
OFFICE_AND_SELF: tuple[Standing, ...] = ("officer", "self")
NO = "no"
LONGEST_NOTE = 1000


def has_agreed(scope: Scope, person: Person) -> bool:
    """Says whether somebody with an account has agreed in their own chat."""
    return person.account_id is not None and consents.agrees(scope.db, person.account_id, PURPOSE)


class WhoTells(Choice):
    """Whose situation it is; not theirs who could agree in their own chat and have not."""

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        super().check(stored, answers, scope)
        person = persons.get(scope.db, id_in(stored))
        if person is not None and record.has_chat(scope.db, person) and not has_agreed(scope, person):
            raise Problem("no_consent", who=scope.wording.called(person))


def ways_to_agree(answers: Answers, scope: Scope) -> list[Option]:
    """Offers the yes that was given in a chat, or what somebody says now whom no chat reaches."""
    person = persons.get(scope.db, id_in(str(answers.get("person", ""))))
    codes = ("chat",) if person is not None and has_agreed(scope, person) else ("spoken", NO)
    return [Option(code, scope.text(f"intake.agreed.{code}")) for code in codes]


def agreed_in_chat(value: JsonValue, scope: Scope) -> Answers:
    person = persons.get(scope.db, id_in(value))
    return {"agreed": "chat"} if person is not None and has_agreed(scope, person) else {}


def agreed(answers: Answers) -> bool:
    """Says whether the rest may be asked; in their own chat it is asked only after a yes."""
    return bool(answers.get("agreed", "chat") in AGREED and answers.get("agree", "yes") != NO)


QUESTIONS = (
    Choice("lodging", rules.LODGING, when=agreed, optional=True, detail="brief"),
    Choices("papers", rules.PAPERS, when=agreed, optional=True, seen_by=OFFICE_AND_SELF),
    Choice("family", rules.FAMILY, when=agreed, optional=True, detail="brief"),
    Choice("health", rules.HEALTH, when=agreed, optional=True, seen_by=OFFICE_AND_SELF),
    Choices("skills", TRADES, labels="trade", when=agreed, optional=True),
    Choice("debts", rules.DEBTS, when=agreed, optional=True, seen_by=OFFICE_AND_SELF),
    Choices("wishes", NEEDS, labels="visit_report.needs", understood_as="needs", when=agreed, optional=True),
    Text("note", longest=LONGEST_NOTE, when=agreed, optional=True, seen_by=OFFICE_AND_SELF),
)


def take(answers: Answers, scope: Scope) -> Said:
    """Files what an officer has written down; without a yes nothing of it."""
    person = person_in(scope, answers["person"], "intake")
    if person is None or person.status != "managed":
        raise Problem("no_longer_there", question="person")
    page = scope.button("charge.button.page", f"do:charge:{person.id}")
    if answers["agreed"] == NO:
        return Said("intake.kept_nothing", {"who": scope.wording.called(person)}, (page, scope.menu_button()))
    told = {key: value for key, value in answers.items() if key != "person"}
    opened = _file(scope, person, told)
    goal = scope.button("charge.button.goal", f"do:goal_new:{person.id}")
    fields = {"who": scope.wording.called(person), "needs": opened}
    return Said("intake.filed_needs" if opened else "intake.filed", fields, (goal, page, scope.menu_button()))


def tell_oneself(answers: Answers, scope: Scope) -> Said:
    """Files what somebody has told in their own chat, and lets the officers know that it is there."""
    person = record.person_of(scope)
    assert person is not None
    if not settled(scope, PURPOSE, answers["agree"]):
        return Said("intake_self.kept_nothing", buttons=(scope.menu_button(),))
    told = {key: value for key, value in answers.items() if key != "agree"} | {"agreed": "chat"}
    _file(scope, person, told)
    tell_officers(scope, person, "told", f"do:intake_of:{person.id}")
    own = scope.button("intake.button.own", "do:intake_own")
    return Said("intake_self.filed", buttons=(own, scope.menu_button()))


def _file(scope: Scope, person: Person, told: Answers) -> str:
    """Keeps what was told, and opens the needs that it names; gives these in words."""
    filing = f"inbox {scope.message_id}" if scope.message_id else None
    intakes.add(scope.db, person, told, by=scope.account.id, filing=filing)
    named = needs_told(told)
    for need in named:
        raise_need(scope.db, scope.deployment, person.id, need, by=scope.account.id)
    return ", ".join(scope.text(f"visit_report.needs.{need}") for need in named)


def tell_officers(scope: Scope, person: Person, news: str, press: str) -> None:
    """Tells those on duty what the person has answered, with a way to go on."""

    def telling(wording: Wording) -> Outgoing:
        text = wording.text(f"notice.intake_news.{news}", Who=capital(wording.called(person)))
        typed = wording.text(f"notice.intake_news.typed.{news}", number=typed_for(person))
        return Outgoing(text, (Button(wording.text(f"notice.intake_news.button.{news}"), press, "command", typed),))

    officers.tell(scope, "intake_news", telling, subject_id=person.id)


intake = Form(
    "intake",
    WhoTells("person", people_to_choose, named=person_named, detail="head", brings=agreed_in_chat),
    Choice(
        "agreed",
        ways_to_agree,
        named=lambda code, viewer: viewer.text(f"intake.agreed.{code}"),
        seen_by=OFFICE_AND_SELF,
    ),
    *QUESTIONS,
    submit=take,
    may=OFFICER,
)


intake_self = Form(
    "intake_self",
    Agreement("agree", PURPOSE),
    *QUESTIONS,
    submit=tell_oneself,
    may=("person",),
    ready=record.missing,
)


def start(scope: Scope, argument: str) -> Reply:
    """Begins the officer's form, or first asks for the person's own yes where they have a chat."""
    if not argument:
        return Start("find_person")
    person = person_in(scope, argument, "intake")
    if person is None or person.status != "managed":
        return not_here(scope)
    if has_agreed(scope, person) or not record.has_chat(scope.db, person):
        return Start("intake", {"person": str(person.id), **agreed_in_chat(str(person.id), scope)})
    ask = scope.button("intake.button.ask", f"do:intake_ask:{person.id}", who=scope.wording.called(person))
    page = scope.button("charge.button.page", f"do:charge:{person.id}")
    return Said("intake.ask_first", {"who": scope.wording.called(person)}, (ask, page))


def of_person(scope: Scope, argument: str) -> Reply:
    """Shows an officer or the guardian what was told, as far as each may read it."""
    if not argument:
        return Start("find_person") if "officer" in scope.account.roles else Run("plan")
    person = person_in(scope, argument, "intake")
    if person is None:
        return not_here(scope)
    is_officer = "officer" in scope.account.roles
    back, press = ("charge.button.page", "do:charge") if is_officer else ("goal.button.plan_of", "do:plan")
    buttons = (scope.button(back, f"{press}:{person.id}"), scope.menu_button())
    lines = intake_lines(form_of(scope.deployment, "intake"), person, scope.viewer(person))
    if not lines:
        return Said("intake.none", {"who": scope.wording.called(person)}, buttons)
    head = scope.text("intake.of", who=scope.wording.called(person))
    return Outgoing("\n".join([head, *lines]), buttons)


def own(scope: Scope, _argument: str) -> Reply:
    """Shows somebody what they have told, to be told anew or taken back."""
    person = record.person_of(scope)
    if person is None:
        return record.missing(scope) or not_here(scope)
    again = scope.button("intake.button.again", "do:intake_tell")
    lines = intake_lines(form_of(scope.deployment, "intake"), person, scope.viewer(person))
    if not lines:
        return Said("intake.own_none", buttons=(again, scope.menu_button()))
    take_back = scope.button("intake.button.take_back", f"do:consents:{PURPOSE}")
    return Outgoing("\n".join([scope.text("intake.own"), *lines]), (again, take_back, scope.menu_button()))


def tell(scope: Scope, _argument: str) -> Reply:
    """Begins the person's own form; who has agreed already is not asked again."""
    return Start("intake_self", {"agree": GIVEN} if consents.agrees(scope.db, scope.account.id, PURPOSE) else {})


COMMANDS = (
    Command("intake_start", start, may=OFFICER, words=("hoi hoan canh", "ask situation"), takes_argument=True),
    Command("intake_of", of_person, may=READERS, words=("xem hoan canh", "see situation"), takes_argument=True),
    Command("intake_own", own, may=("person",), words=("hoan canh cua toi", "/hoancanh", "my situation")),
    Command("intake_tell", tell, may=("person",), words=("ke hoan canh", "tell my situation")),
)
