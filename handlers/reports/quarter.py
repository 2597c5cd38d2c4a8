"""What a guardian would write of a quarter, part by part, in sentences made of what is on record and nothing else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from handlers.kit import Form, Line
from handlers.kit.viewer import Viewer
from rules.deadlines import Quarter
from rules.local_time import local_day
from rules.quarter import ROMAN, few_visits, quarter_in
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
class QuarterOnRecord:
    """A person's quarter as it stands on record, for one reader.

    `form` is the visit report; `writers`: who filed visits, or wrote in the person's name, by account.
    """

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

    def mark(self, account_id: int | None) -> str:
        """Marks what was told in the person's name: « (Phan Thị Hoa ghi hộ)»; empty where they told it themself."""
        writer = self.writers.get(account_id or 0)
        return f" ({self.viewer.text('proxy.mark', who=writer.name)})" if writer else ""

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
) -> list[QuarterOnRecord]:
    """Reads the quarter of several persons, in as many statements as of one."""
    viewers = {person: viewer_of(person) for person in people}
    if not viewers:
        return []
    db = next(iter(viewers.values())).db
    facts = quarter_facts.of_people(db, [person.id for person in viewers], quarter)
    writers = accounts.several(db, {account_id for each in facts.values() for account_id in _writers(each)})
    return [
        QuarterOnRecord(person, quarter, facts[person.id], viewer, form, writers) for person, viewer in viewers.items()
    ]


def _writers(facts: OfQuarter) -> Iterable[int]:
    """Yields who filed visits, and who named needs or answered check-ins in the person's name."""
    yield from (visit.guardian_id for visit in facts.visits)
    yield from (need.named_by for need in facts.needs if need.named_by)
    yield from (checkin.filed_by for checkin in facts.checkins if checkin.filed_by)


def draft(record: QuarterOnRecord) -> dict[str, str | None]:
    """Writes each part of rules.quarter.PARTS."""
    parts = {
        "visits": _visits(record),
        "work": _work(record),
        "health": _health(record),
        "needs": _needs(record),
        "checkins": _checkins(record),
        "worries": _worries(record),
        "remarks": _remarks(record),
    }
    return {part: words[:LONGEST_PART] or None for part, words in parts.items()}


def named(wording_text: Callable[..., str], quarter: Quarter) -> str:
    """Names a quarter: «quý IV/2026»."""
    return wording_text("quarter_report.quarter", number=ROMAN[quarter.number - 1], year=quarter.year)


def period_named(wording_text: Callable[..., str], period: str) -> str:
    """Names a stored quarter, «2026-4», in the same way; one that is none reads as it is stored."""
    quarter = quarter_in(period)
    return named(wording_text, quarter) if quarter else period


def visit_rows(record: QuarterOnRecord) -> list[dict[str, str]]:
    """Lists the visits as the form's table has them."""
    wording = record.viewer.wording
    return [
        {
            "ngay": wording.date_on_paper(visit.visited_on),
            "cach_gap": record.said(visit, "kind"),
            "ket_qua": ", ".join(filter(None, (record.said(visit, "outcome"), record.said(visit, "reason")))),
        }
        for visit in record.facts.visits
    ]


def _visits(record: QuarterOnRecord) -> str:
    """Counts honestly; visits that somebody else made, before the guardian changed, are told as theirs."""
    quarter = named(record.viewer.text, record.quarter)
    if not record.facts.visits:
        return record.text("no_visits", quarter=quarter)
    meetings = record.meetings
    sentences = [record.text("visits", quarter=quarter, count=len(record.facts.visits), met=len(meetings))]
    if meetings:
        sentences.append(record.text("met_on", days=", ".join(_with(record, visit, "kind") for visit in meetings)))
    if missed := [visit for visit in record.facts.visits if not met(visit.outcome)]:
        sentences.append(
            record.text("not_met_on", days=", ".join(_with(record, visit, "outcome", "reason") for visit in missed))
        )
    sentences += _by_others(record)
    if few_visits(len(meetings), record.quarter, record.person.came_home_on):
        sentences.append(record.text("few_visits"))
    return " ".join(sentences)


def _with(record: QuarterOnRecord, visit: Visit, *questions: str) -> str:
    """Says a day with how it was: «12/10 (tại nhà)»."""
    how = ", ".join(filter(None, (_small(record.said(visit, question)) for question in questions)))
    return f"{record.day(visit.visited_on)} ({how})" if how else record.day(visit.visited_on)


def _by_others(record: QuarterOnRecord) -> list[str]:
    reader = record.viewer.reader
    others: dict[int, list[date]] = {}
    for visit in record.facts.visits:
        if reader is None or visit.guardian_id != reader.id:
            others.setdefault(visit.guardian_id, []).append(visit.visited_on)
    return [
        record.text("by_other", who=record.writers[writer].name, days=record.days(days))
        for writer, days in others.items()
        if writer in record.writers
    ]


def _work(record: QuarterOnRecord) -> str:
    sentences = [_told_on(record, "work") or record.text("no_work" if record.meetings else "not_known")]
    for asked in record.facts.asked:
        state = record.viewer.text(f"quarter_report.asked.{asked.state}")
        sentences.append(record.text("asked", title=asked.title, day=record.day(local_day(asked.at)), state=state))
    return " ".join(sentences)


def _health(record: QuarterOnRecord) -> str:
    return _told_on(record, "mood") or record.text("not_known")


def _told_on(record: QuarterOnRecord, question: str) -> str:
    """Says each answer once, with the days on which it was given: «Đang tìm việc (12/10, 9/11).»"""
    days: dict[str, list[date]] = {}
    for visit in record.meetings:
        if words := record.said(visit, question):
            days.setdefault(words, []).append(visit.visited_on)
    return " ".join(f"{words} ({record.days(on)})." for words, on in days.items())


def _needs(record: QuarterOnRecord) -> str:
    sentences = []
    for need in record.facts.needs:
        ended = local_day(need.closed_at) if need.closed_at else None
        is_over = ended is not None and ended <= record.quarter.last
        key = f"need_{need.outcome}" if is_over and need.outcome in ("met", "dropped") else "need_open"
        fields = {
            "need": record.viewer.text(f"visit_report.needs.{need.kind}") + record.mark(need.named_by),
            "day": record.day(local_day(need.opened_at)),
        }
        sentences.append(record.text(key, **fields, ended=record.day(ended) if ended and is_over else ""))
    return " ".join(sentences) or record.text("no_needs")


def _checkins(record: QuarterOnRecord) -> str:
    """Tells when the person answered the office's question; what they answered is between them and the office."""
    days = [f"{record.day(local_day(checkin.at))}{record.mark(checkin.filed_by)}" for checkin in record.facts.checkins]
    return record.text("checkins", days=", ".join(days)) if days else ""


def _worries(record: QuarterOnRecord) -> str:
    return _told_on(record, "concerns") or (record.text("no_worries") if record.meetings else "")


def _remarks(record: QuarterOnRecord) -> str:
    """Gives what the guardian wrote at the time, and answers to questions that no other part tells."""
    told = [
        f"{record.day(visit.visited_on)}: {_remark(line)}"
        for visit in record.facts.visits
        for line in record.form.shown(_untold(visit), record.viewer)
        if line.label != record.viewer.text("visit_report.outcome.label") and not line.attachments
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
