"""How a report of a quarter reads in chat: its head, its parts in their order, and what was asked about it."""

from collections.abc import Mapping

from handlers.kit import JsonValue
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.people import attachments
from handlers.reports import quarter as draft
from rules.quarter import PARTS
from storage import accounts
from storage.persons import Person
from storage.quarter_reports import QuarterReport


def quarter_name(wording: Wording, report: QuarterReport) -> str:
    return draft.period_named(wording.text, report.quarter)


def words_of(wording: Wording, answers: Mapping[str, JsonValue]) -> dict[str, str]:
    """Gives each part as words; of a voice note, what stood under it and that there is one."""
    words = {}
    for part in PARTS:
        said = answers.get(part)
        if said is None:
            continue
        spoken = wording.text("quarter_report.spoken") if attachments.ids_of(said) else ""
        words[part] = " ".join(filter(None, (attachments.words_in(said), spoken)))
    return words


def lines(scope: Scope, report: QuarterReport, person: Person) -> list[str]:
    """Writes the report as it was sent, or that it is still to come."""
    head = scope.text(
        f"quarter_report.head.{report.state}",
        who=scope.wording.called(person),
        quarter=quarter_name(scope.wording, report),
    )
    if report.sent_at is None:
        return [head]
    guardian = accounts.get(scope.db, report.guardian_id)
    sent = scope.text(
        "quarter_report.sent_line",
        who=guardian.name if guardian else "",
        at=scope.moment(report.sent_at),
        version=report.version,
    )
    words = report.content["words"]
    parts = [f"{scope.text(f'quarter_report.{part}.label')}: {words[part]}" for part in PARTS if words.get(part)]
    asked = [scope.text("quarter_report.asked_line", question=report.question)] if report.question else []
    return [head, sent, *parts, *asked]
