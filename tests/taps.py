"""How many taps and messages the commonest jobs of each role take, counted by playing them: `python -m tests.taps`.

A job begins at the menu or at a notice's button, and ends with the answer that says it is done.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.handlers.work.offering import wants
from tests.person import Talker
from tests.tapping import People, Play, counted
from tests.taps_of_desk import desk_lines
from tests.taps_of_duties import DAILY, LEAVE, owes_leave
from tests.tree import ROOT

Job = tuple[str, Play, Play]
FILE = ROOT / "docs" / "taps.md"
HEAD = """# Taps

What the commonest jobs cost whoever does them, from the menu or a notice's button to the answer that it is done.
Counted by playing each on a channel with buttons, where nothing particular is to be said.
Written by `python -m tests.taps`; a test sees that it is true.

*Taps* are buttons pressed, *typed* what is written, *read* the messages that come back.
"""
DUTIES = """## Duties of every day

What the service itself asks for, from its notice or the menu on; each takes three taps at most (`tests/test_taps.py`).
"""


def alarmed(people: People) -> None:
    people.guardian.fills("alarm", about=people.about, what="violence")


def taken(people: People) -> None:
    alarmed(people)
    people.officer.says("nhận C1")


def asked(people: People) -> None:
    people.person.fills("talk_to_officer")


def reported(people: People) -> None:
    people.guardian.reports(people.about)


def visited(people: People) -> None:
    """Reports a calm visit, a fortnight ago by now."""
    people.guardian.reports(people.about)
    people.world.clock.move(days=14)


def hoped(people: People) -> None:
    wants(people.person, people.offer)


def nothing(_people: People) -> None:
    """Leaves the commune as it is."""


SENTENCE = "hôm nay tôi ghé nhà anh Nam, gặp được, vẫn đi làm đều, tinh thần tốt, không có gì lo, không cần gì"
AS_LAST = "tôi vừa ghé anh Nam, như lần trước, không có gì lạ"
WORRIED: dict[str, Any] = {"concerns": ["alcohol", "debt"], "note": "Dạo này hay cáu"}
# role → (what is done, what has happened before, how)
JOBS: dict[str, tuple[tuple[str, Play, Play], ...]] = {
    "guardian": (
        ("A usual visit, nothing to worry about", nothing, lambda p: p.guardian.reports(p.about)),
        ("The same in one sentence", nothing, lambda p: (p.guardian.says(SENTENCE), p.guardian.answers())),
        ("A calm visit, as the last one", visited, lambda p: as_last_time(p.guardian)),
        ("The same, told", visited, lambda p: (p.guardian.says(AS_LAST), p.guardian.answers())),
        ("A visit with two worries and a note", nothing, lambda p: p.guardian.reports(p.about, **WORRIED)),
        ("A visit in vain", nothing, lambda p: p.guardian.reports(p.about, outcome="away")),
        ("An alarm", nothing, lambda p: p.guardian.fills("alarm", about=p.about, what="violence")),
        ("More words for an alarm", alarmed, lambda p: p.guardian.answers(p.guardian.chooses("Kể thêm"))),
        ("Who is to be visited", nothing, lambda p: p.guardian.presses("do:people")),
        ("A report put right", reported, lambda p: correct(p.guardian)),
    ),
    "officer": (
        ("Look at an alert", alarmed, lambda p: p.officer.chooses("Xem")),
        ("Take an alert", alarmed, lambda p: p.officer.chooses("Tôi nhận")),
        ("Close an alert", taken, lambda p: p.officer.answers(p.officer.chooses("Đã lo xong"))),
        ("Whom nobody has visited", nothing, lambda p: p.officer.presses("do:overdue")),
        ("Remind a guardian", nothing, lambda p: remind(p.officer)),
        ("Find somebody", nothing, lambda p: p.officer.says("tìm anh Nam")),
        ("Put somebody in care", nothing, lambda p: p.officer.fills("assign", person=p.about)),
        ("Answer a message", asked, lambda p: p.officer.fills("relay_reply", to=p.person.account_id)),
        ("Invite a person", nothing, lambda p: p.officer.fills("invite", who="person", person=p.about)),
        ("The commune at a glance", nothing, lambda p: p.officer.presses("do:glance")),
    ),
    "person": (
        ("The monthly question", nothing, lambda p: p.person.fills("checkin", face="good")),
        ("See the jobs", nothing, lambda p: p.person.presses("do:jobs")),
        ("Ask about a job", nothing, lambda p: look_and_ask(p.person)),
        ("What I have asked about", hoped, lambda p: p.person.presses("do:my_offers")),
        ("Ask about a loan", nothing, lambda p: p.person.fills("loan_check")),
        ("Which papers a loan takes", nothing, lambda p: p.person.presses("do:loan_papers")),
        ("Write to the officer", nothing, lambda p: p.person.fills("talk_to_officer")),
        ("Be called back", nothing, lambda p: p.person.presses("do:human")),
        ("A wish to learn a trade", nothing, lambda p: p.person.answers(p.person.presses("do:wish:training"))),
        ("Ask to be away", owes_leave, lambda p: p.person.fills("absence_request", **LEAVE)),
        ("Who has looked at my record", nothing, lambda p: p.person.presses("do:looked")),
    ),
    "partner": (
        ("Post a job", nothing, lambda p: p.partner.fills("offer_post", kind="job")),
        ("Post a course", nothing, lambda p: p.partner.fills("offer_post", kind="course")),
        ("Who is interested", hoped, lambda p: p.partner.presses("do:interested")),
        ("Invite somebody to come", hoped, lambda p: invite(p.partner)),
        ("What I have posted", nothing, lambda p: p.partner.presses("do:own_offers")),
        ("Look at an offer of mine", nothing, lambda p: p.partner.presses(f"do:own_offer:{p.offer}")),
        ("Close an offer", nothing, lambda p: close(p.partner, p.offer)),
        ("Talk to an officer", nothing, lambda p: p.partner.presses("do:human")),
        ("Read in English", nothing, lambda p: p.partner.presses("do:english")),
        ("Help", nothing, lambda p: p.partner.presses("do:help")),
    ),
}


def correct(guardian: Talker) -> None:
    """Puts another answer right and sends the report again."""
    guardian.chooses("Sửa")
    guardian.changes("mood")
    guardian.answers(mood="fair")


def as_last_time(guardian: Talker) -> None:
    guardian.presses("go:visit_report")
    guardian.chooses("Như lần trước, không có gì lạ")
    guardian.chooses("Gửi đi")


def look_and_ask(person: Talker) -> None:
    person.presses("do:jobs")
    person.presses(person.reply.out.buttons[0].press)
    person.answers(person.chooses("Tôi muốn hỏi chỗ này"))


def remind(officer: Talker) -> None:
    officer.presses("do:overdue")
    officer.presses(officer.reply.out.buttons[0].press)
    officer.chooses("Nhắc")


def invite(partner: Talker) -> None:
    partner.presses("do:interested")
    partner.presses(partner.reply.out.buttons[0].press)
    partner.answers(partner.presses(partner.reply.out.buttons[0].press))


def close(partner: Talker, offer: int) -> None:
    partner.presses("do:own_offers")
    partner.presses(f"do:own_offer:{offer}")
    partner.presses(f"do:offer_close:{offer}")
    partner.presses(f"do:offer_closed:{offer}")


def page() -> str:
    """Words the page, a table for each role, and one of each role's daily duties."""
    lines = [HEAD]
    for role, jobs in JOBS.items():
        lines += [f"## {role.capitalize()}", "", *table(role, jobs), ""]
    lines += [DUTIES]
    for role, jobs in DAILY.items():
        lines += [f"### {role.capitalize()}", "", *table(role, jobs), ""]
    return "\n".join([*lines, *desk_lines()])


def table(role: str, jobs: Sequence[Job]) -> Iterator[str]:
    """Plays the jobs of a role, a line for each."""
    yield from ("| Job | Taps | Typed | Read |", "|---|--:|--:|--:|")
    for name, before, play in jobs:
        world = counted(role, before, play)
        yield f"| {name} | {world.taps} | {world.typed} | {world.read} |"


if __name__ == "__main__":
    Path(FILE).write_text(page(), "utf-8")
