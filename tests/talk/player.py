"""Plays cases of talk as somebody with a telephone does, and judges by what the chat shows afterwards."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from handlers.kit.keywords import ButtonPress
from handlers.understand.fold import fold
from storage import accounts, alerts, chats, persons
from storage.accounts import Account
from storage.database import Db
from tests.filling import next_answer
from tests.person import Talker, World

FILES = tuple(Path(__file__).with_name(name) for name in ("talk.tsv", "more_talk.tsv", "round_3.tsv", "round_4.tsv"))
NOT_YET = Path(__file__).with_name("not_yet.txt")
BEGINS = {
    "visit": "/tham",
    "alarm": "/baodong",
    "loan": "/vay",
    "jobs": "/viec",
    "checkin": "/hoitham",
    "alerts": "/canhbao",
    "menu": "/menu",
}
PRESSED = {"offer": "go:offer_post", "find": "go:find_person", "wish": "do:wish:job"}
FIRST = ("start", "menu")
BACK = "lam tiep"
MOST_QUESTIONS = 30
PAUSE = 5  # seconds before each answer: nobody presses faster than is read
OTHERWISE = ("3", "3 giờ chiều mai")  # where «như mọi khi» is no answer
TO_CALL = re.compile(r"\b(?:11[1345]|1800 ?\d{4}|096 ?306 ?1414)\b")


@dataclass(frozen=True, slots=True)
class Case:
    """A line of a file, as the header of talk.tsv says."""

    id: str
    role: str
    form: str
    at: str
    text: str
    expect: str


def cases(files: tuple[Path, ...] = FILES) -> list[Case]:
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    rows = [line.split("\t") for line in lines if line and not line.startswith(("#", "id\t"))]
    return [Case(*row) for row in rows]


def has(shown: str, wanted: str) -> bool:
    """Says whether one of the wordings `a|b+c` is shown; those with + stand in one line, # is any number."""
    return any(
        all(_pattern(part).search(line) for part in one.split("+"))
        for one in wanted.split("|")
        for line in ([fold(shown)] if "+" not in one else map(fold, shown.splitlines()))
    )


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(re.escape(fold(words)).replace(r"\#", r"\d+").replace("#", r"\d+"))


# by the commune, the role and whether they help a Dũng
_fitting: dict[tuple[str, str, bool], list[Account]] = {}


class Wrong(AssertionError):
    """What the case expects is not what the chat shows."""


class Play:
    """One case in the demo commune."""

    def __init__(self, world: World, case: Case):
        self.world = world
        self.case = case
        self.accounts = list(self._remembered(self.case.role, "Dũng" in self.case.text + self.case.expect))
        self.talker = self._talker(self.accounts.pop(0))
        self.fields = self._fields()
        self.asked_after: list[str] = []

    def _remembered(self, role: str, with_dung: bool) -> list[Account]:
        """Looks an account up once in each process: the demo that every case begins with is a copy of one."""
        key = (self.world.deployment.unit, role, with_dung)
        if key not in _fitting:
            _fitting[key] = self._accounts()
        return _fitting[key]

    def _accounts(self) -> list[Account]:
        """Lists the demo's accounts of the role: of the guardians first who has most people, one of whom is a Dũng."""
        with self.world.store.transaction() as db:
            fitting = accounts.with_role(db, self.world.deployment.unit, self.case.role)
            if self.case.role == "guardian":
                fitting.sort(key=lambda one: -len(persons.of_guardian(db, one.id)))
                if "Dũng" in self.case.text + self.case.expect:
                    fitting = [one for one in fitting if "Dũng" in self._given(db, one.id)]
        return fitting

    def _talker(self, account: Account) -> Talker:
        with self.world.store.transaction() as db:
            chat = chats.add(db, "web", f"phone-of-{account.id}")
            chats.link(db, chat.id, account.id)
            chats.welcome(db, chat.id)
        return Talker(self.world, chat.address, account_id=account.id, name=account.name)

    @staticmethod
    def _given(db: Db, guardian: int) -> list[str]:
        return [person.given for person in persons.of_guardian(db, guardian)]

    def _fields(self) -> dict[str, str]:
        with self.world.store.transaction() as db:
            today = db.today
            given = self._given(db, self.talker.account_id) if self.case.role == "guardian" else []
            everybody = persons.of_unit(db, self.world.deployment.unit)
            open_alerts = alerts.open_of(db, self.world.deployment.unit)
        names = [one.given for one in everybody]
        alone = next(one for one in everybody if names.count(one.given) == 1)
        known = {"p": given[0] if given else "", "q": given[1] if len(given) > 1 else "", "p:Dũng": "Dũng"}
        known |= {"n": alone.given, "N": alone.name, "alert": str(open_alerts[-1].number) if open_alerts else ""}
        for ago in range(40):
            day = today - timedelta(days=ago)
            known[f"d-{ago}"], known[f"dm-{ago}"] = str(day.day), f"{day.day}/{day.month}"
            ways = [f"{day.day}/{day.month}", *([("hom nay", "hom qua", "hom kia")[ago]] if ago < 3 else [])]
            known[f"day-{ago}"] = "|".join(ways)
            ahead = today + timedelta(days=ago)
            known[f"dm+{ago}"] = f"{ahead.day}/{ahead.month}"
            known[f"weekday-{ago}"] = self.world.deployment.texts.find("vi", f"day.weekday.{day.isoweekday()}").lower()
        return known | {"y-1": str(today.year - 1)}

    def filled(self, text: str) -> str:
        return re.sub(r"\{([^}]+)\}", lambda hit: self.fields[hit[1]], text)

    # what is on the screen

    @property
    def shown(self) -> str:
        return "\n".join([self.talker.reply.text, *self.talker.reply.labels])

    def command(self, name: str) -> str:
        """Finds the press of a button of the kit on the screen; empty for none."""
        presses = [ButtonPress.of(one.press) for one in self.talker.reply.out.buttons]
        return next((f"{one.form}:{one.question}:!{name}" for one in presses if one and one.command == name), "")

    def adding(self) -> str:
        """Finds the press of «Ghi thêm», by which the review asks what is not asked by itself; empty for none."""
        presses = [ButtonPress.of(one.press) for one in self.talker.reply.out.buttons if self.at_review]
        wanted = (one for one in presses if one and one.command == "change" and one.question != "*")
        return next((f"{one.form}:{one.question}:!change" for one in wanted), "")

    @property
    def at_review(self) -> bool:
        return bool(self.command("send"))

    @property
    def asking(self) -> bool:
        return bool(self.command("cancel"))

    def asked(self) -> str:
        asked = self.world.asked(self.talker)
        return asked.id if asked else ""

    # on the way

    def goes_there(self) -> None:
        if self.case.form in BEGINS:
            self.talker.says(BEGINS[self.case.form])
        elif self.case.form == "close":
            self.talker.says(f"đóng C{self.fields['alert']}")
        else:
            self._begins(PRESSED.get(self.case.form, f"go:{self.case.form}"))
        if self.case.at in FIRST:
            return
        *on_the_way, there = self.case.at.split(" > ")
        for _ in range(MOST_QUESTIONS):
            if self.is_there(there):
                return
            if adding := self.adding():
                self.talker.presses(adding, str(self.talker.reply.id))
                self.talker.presses(f"{adding.removesuffix('!change')}more", str(self.talker.reply.id))
            else:
                self.answers_first(on_the_way)
        raise Wrong(f"never asked {there}: {self.shown}")

    def _begins(self, press: str) -> None:
        """Begins a form as somebody for whom it is: the next of the role, where it is not for this one."""
        self.talker.presses(press)
        while not self.asking and self.accounts:
            self.talker = self._talker(self.accounts.pop(0))
            self.fields = self._fields()
            self.talker.presses(press)

    def is_there(self, there: str) -> bool:
        return self.at_review if there == "review" else not self.at_review and has(self.shown, there)

    def answers_first(self, wanted: list[str] | tuple[str, ...] = ()) -> None:
        """Presses what is wanted, else skips, or is done with a list of several, or takes the first choice."""
        self.world.clock.move(seconds=PAUSE)
        options = [one for one in self.talker.reply.out.buttons if one.role == "option"]
        chosen = next((one.press for one in options for words in wanted if has(one.label, words)), "")
        press = chosen or self.command("skip") or self.command("done") or (options[0].press if options else "")
        if press:
            self.talker.presses(press, str(self.talker.reply.id))
        else:
            asked = self.world.asked(self.talker)
            assert asked is not None
            for words in (next_answer(asked, {}).words, *OTHERWISE):
                if self.asked() == asked.id:
                    self.talker.says(words)

    def goes_on_to_the_end(self) -> None:
        for _ in range(MOST_QUESTIONS):
            if self.at_review or not self.asking:
                return
            self.asked_after.append(self.asked())
            self.answers_first()

    # the case

    def play(self) -> None:
        self.goes_there()
        question, before = self.asked(), len(getattr(self.world.asked(self.talker), "before", ()))
        replies = []
        for message in self.filled(self.case.text).split(" // "):
            self.talker.says(message)
            replies.append(self.shown)
        kind, _, wanted = self.filled(self.case.expect).partition(":")
        getattr(self, f"judge_{kind}")(wanted, question=question, before=before, replies=replies)

    def claim(self, holds: bool, what: str) -> None:
        if not holds:
            raise Wrong(f"{self.case.id} {self.case.text!r}: {what}\n{self.shown}")

    def judge_answers(self, wanted: str, *, question: str, before: int, replies: list[str]) -> None:
        was_review = question == "review"
        moves_on = self.asked() != question or "da ghi" in fold(self.talker.reply.text)
        self.claim(was_review or self.case.at in FIRST or moves_on, "the question stands")
        if not self.at_review or not was_review:
            self.goes_on_to_the_end()
        shown = self.shown if self.at_review or was_review else "\n".join([*replies, self.shown])
        self.shows(shown, wanted)

    def shows(self, shown: str, wanted: str) -> None:
        for part in filter(None, wanted.split(";")):
            if part.startswith("!"):
                self.claim(not has(shown, part[1:]), f"{part[1:]} is shown")
            else:
                self.claim(has(shown, part), f"{part} is not shown")

    def judge_several(self, wanted: str, *, question: str, before: int, replies: list[str]) -> None:
        count, _, parts = wanted.partition(":")
        self.goes_on_to_the_end()
        self.claim(self.at_review, "no review")
        lines = len(re.findall(r"^\d+\. ", self.talker.reply.text, re.MULTILINE))
        filled = lines - before - len(self.asked_after)
        self.claim(filled > int(count), f"only {filled} filled; asked were {self.asked_after}")
        self.shows(self.shown, parts)

    def judge_emergency(self, wanted: str, *, question: str, before: int, replies: list[str]) -> None:
        self.claim(bool(TO_CALL.search(self.shown)), "no number to call")
        self.leads_back(question)

    def judge_emergency_kept(self, wanted: str, *, question: str, before: int, replies: list[str]) -> None:
        self.claim(bool(TO_CALL.search(self.shown)), "no number to call")
        self.goes_back()
        self.goes_on_to_the_end()
        self.claim(has(self.shown, self.case.text), "the words are not kept")

    def leads_back(self, question: str) -> None:
        self.goes_back()
        self.claim(self.asking and self.asked() == question, f"it does not lead back to {question}")

    def goes_back(self) -> None:
        button = next((one for one in self.talker.reply.out.buttons if BACK in fold(one.label)), None)
        self.claim(button is not None, "no button leads back")
        assert button is not None
        self.talker.presses(button.press, str(self.talker.reply.id))

    def judge_other(self, wanted: str, *, question: str, before: int, replies: list[str]) -> None:
        self.claim(has(self.shown, wanted), f"{wanted} is not shown")
        self.leads_back(question)

    def judge_stops(self, wanted: str, *, question: str, before: int, replies: list[str]) -> None:
        self.claim("BAT DAU" in self.shown, "it does not stop")

    def judge_not_stopped(self, wanted: str, *, question: str, before: int, replies: list[str]) -> None:
        self.claim("BAT DAU" not in self.shown, "it has stopped")

    def judge_asks(self, wanted: str, *, question: str, before: int, replies: list[str]) -> None:
        if wanted:
            self.goes_on_to_the_end()
            self.shows("\n".join([*replies, self.shown]), wanted)
            return
        labels = self.talker.reply.labels
        self.claim(any(re.search("ngung|dung han", fold(label)) for label in labels), "no button stops")
        self.claim(len(labels) > 1 and "BAT DAU" not in self.shown, "nothing else is offered")

    def judge_menu_parks(self, wanted: str, *, question: str, before: int, replies: list[str]) -> None:
        self.claim("khac" in fold(replies[0]), "the menu does not come")
        self.leads_back(question)

    def judge_refused(self, wanted: str, *, question: str, before: int, replies: list[str]) -> None:
        self.claim("chua hieu" not in fold(self.shown), "a scolding")
        if self.asking:
            self.claim(self.asked() == question, "the question does not stand")
        else:
            self.leads_back(question)


def not_yet() -> set[str]:
    """Lists the cases that do not come out right yet, each with its reason; the list is to shrink to nothing."""
    return {line.split()[0] for line in NOT_YET.read_text(encoding="utf-8").splitlines()}
