"""What a guardian would write of a quarter, part by part, in sentences made of what is on record and nothing else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from handlers.kit import Form, Line
from handlers.kit.viewer import Viewer
from rules.deadlines import Quarter
from rules.local_time import local_day
from rules.quarter import ROMAN, few_visits
from rules.visits import met
from storage import accounts, quarter_facts
from storage.accounts import Account
from storage.persons import Person
from storage.quarter_facts import OfQuarter
from storage.visits import Visit

MOST_REMARKS = 4
LONGEST_REMARK = 160
LONGEST_PART = 1500
# questions of the visit report that a part of its own tells; whatever else was answered goes with the remarks
TOLD = ("person", "visited_on", "kind", "outcome", "reason", "work", "mood", "needs", "concerns", "place")


@dataclass(frozen=True, slots=True)
class Drafting:
    """What one report is drafted from. `form` is the visit report; `writers`: who filed visits, by account."""

    person: Person
    quarter: Quarter
    facts: OfQuarter
    viewer: Viewer
    form: Form
    writers: Mapping[int, Account]

    def text(self, key: str, **fields: object) -> str:
        return self.viewer.text(f"quarter_report.draft.{key}", **fields)

    def day(self, day: date) -> str:
        return self.viewer.wording.day_of_quarter(day)

    def days(self, days: Iterable[date]) -> str:
        return ", ".join(map(self.day, days))

    @property
    def meetings(self) -> list[Visit]:
        return [visit for visit in self.facts.visits if met(visit.outcome)]

    def said(self, visit: Visit, question: str) -> str:
        """Says the answer to a question of the report as it reads to this viewer; empty where it says nothing."""
        asked, said = self.form.by_id[question], visit.said()
        answer = said.get(question)
        if not answer or not asked.reads(answer) or not self.viewer.may_see(asked.seen_by):
            return ""
        return asked.show(answer, said, self.viewer)


def read(
    viewer_of: Callable[[Person], Viewer], people: Iterable[Person], quarter: Quarter, form: Form
) -> list[Drafting]:
    """Reads the quarter of several persons, in as many statements as of one."""
    viewers = {person: viewer_of(person) for person in people}
    if not viewers:
        return []
    db = next(iter(viewers.values())).db
    facts = quarter_facts.of_people(db, [person.id for person in viewers], quarter)
    writers = accounts.several(db, {visit.guardian_id for each in facts.values() for visit in each.visits})
    return [Drafting(person, quarter, facts[person.id], viewer, form, writers) for person, viewer in viewers.items()]


def draft(of: Drafting) -> dict[str, str | None]:
    """Writes each part of rules.quarter.PARTS."""
    parts = {
        "visits": _visits(of),
        "work": _work(of),
        "health": _health(of),
        "needs": _needs(of),
        "checkins": _checkins(of),
        "worries": _worries(of),
        "remarks": _remarks(of),
    }
    return {part: words[:LONGEST_PART] or None for part, words in parts.items()}


def named(wording_text: Callable[..., str], quarter: Quarter) -> str:
    """Names a quarter: «quý IV/2026»."""
    return wording_text("quarter_report.quarter", number=ROMAN[quarter.number - 1], year=quarter.year)


def visit_rows(of: Drafting) -> list[dict[str, str]]:
    """Lists the visits as the form's table has them."""
    wording = of.viewer.wording
    return [
        {
            "ngay": wording.date_on_paper(visit.visited_on),
            "cach_gap": of.said(visit, "kind"),
            "ket_qua": ", ".join(filter(None, (of.said(visit, "outcome"), of.said(visit, "reason")))),
        }
        for visit in of.facts.visits
    ]


def _visits(of: Drafting) -> str:
    """Counts honestly; visits that somebody else made, before the guardian changed, are told as theirs."""
    quarter = named(of.viewer.text, of.quarter)
    if not of.facts.visits:
        return of.text("no_visits", quarter=quarter)
    meetings = of.meetings
    sentences = [of.text("visits", quarter=quarter, count=len(of.facts.visits), met=len(meetings))]
    if meetings:
        sentences.append(of.text("met_on", days=", ".join(_with(of, visit, "kind") for visit in meetings)))
    if missed := [visit for visit in of.facts.visits if not met(visit.outcome)]:
        sentences.append(
            of.text("not_met_on", days=", ".join(_with(of, visit, "outcome", "reason") for visit in missed))
        )
    sentences += _by_others(of)
    if few_visits(len(meetings), of.quarter, of.person.came_home_on):
        sentences.append(of.text("few_visits"))
    return " ".join(sentences)


def _with(of: Drafting, visit: Visit, *questions: str) -> str:
    """Says a day with how it was: «12/10 (tại nhà)»."""
    how = ", ".join(filter(None, (_small(of.said(visit, question)) for question in questions)))
    return f"{of.day(visit.visited_on)} ({how})" if how else of.day(visit.visited_on)


def _by_others(of: Drafting) -> list[str]:
    reader = of.viewer.reader
    others: dict[int, list[date]] = {}
    for visit in of.facts.visits:
        if reader is None or visit.guardian_id != reader.id:
            others.setdefault(visit.guardian_id, []).append(visit.visited_on)
    return [
        of.text("by_other", who=of.writers[writer].name, days=of.days(days))
        for writer, days in others.items()
        if writer in of.writers
    ]


def _work(of: Drafting) -> str:
    sentences = [_told_on(of, "work") or of.text("no_work" if of.meetings else "not_known")]
    for asked in of.facts.asked:
        state = of.viewer.text(f"quarter_report.asked.{asked.state}")
        sentences.append(of.text("asked", title=asked.title, day=of.day(local_day(asked.at)), state=state))
    return " ".join(sentences)


def _health(of: Drafting) -> str:
    return _told_on(of, "mood") or of.text("not_known")


def _told_on(of: Drafting, question: str) -> str:
    """Says each answer once, with the days on which it was given: «Đang tìm việc (12/10, 9/11).»"""
    days: dict[str, list[date]] = {}
    for visit in of.meetings:
        if words := of.said(visit, question):
            days.setdefault(words, []).append(visit.visited_on)
    return " ".join(f"{words} ({of.days(on)})." for words, on in days.items())


def _needs(of: Drafting) -> str:
    sentences = []
    for need in of.facts.needs:
        ended = local_day(need.closed_at) if need.closed_at else None
        is_over = ended is not None and ended <= of.quarter.last
        key = f"need_{need.outcome}" if is_over and need.outcome in ("met", "dropped") else "need_open"
        fields = {"need": of.viewer.text(f"visit_report.needs.{need.kind}"), "day": of.day(local_day(need.opened_at))}
        sentences.append(of.text(key, **fields, ended=of.day(ended) if ended and is_over else ""))
    return " ".join(sentences) or of.text("no_needs")


def _checkins(of: Drafting) -> str:
    """Tells when the person answered the office's question; what they answered is between them and the office."""
    days = [local_day(moment) for moment in of.facts.checkins]
    return of.text("checkins", days=of.days(days)) if days else ""


def _worries(of: Drafting) -> str:
    return _told_on(of, "concerns") or (of.text("no_worries") if of.meetings else "")


def _remarks(of: Drafting) -> str:
    """Gives what the guardian wrote at the time, and answers to questions that no other part tells."""
    told = [
        f"{of.day(visit.visited_on)}: {_remark(line)}"
        for visit in of.facts.visits
        for line in of.form.shown(_untold(visit), of.viewer)
        if line.label != of.viewer.text("visit_report.outcome.label") and not line.attachments
    ]
    return "\n".join(told[-MOST_REMARKS:])


def _untold(visit: Visit) -> dict[str, object]:
    """Gives the answers that no part tells, with the outcome, on which it hangs whether the others were asked."""
    return {key: answer for key, answer in visit.said().items() if key not in TOLD or key == "outcome"}


def _remark(line: Line) -> str:
    words = line.value if line.note else f"{line.label}: {line.value}"
    return words if len(words) <= LONGEST_REMARK else f"{words[: LONGEST_REMARK - 1].rstrip()}…"


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
