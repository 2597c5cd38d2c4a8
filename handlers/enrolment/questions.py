"""What is asked about rows, one by one, and what may be answered instead of mending the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from handlers.enrolment.facts import Facts, Line, Plan
from handlers.enrolment.people import Known
from handlers.enrolment.shown import says
from handlers.texts import Texts
from handlers.understand.phones import spoken

# trouble → what may be answered to it; each has a text list.answer.<answer>. What is not here is mended in the file
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "perhaps_known": ("same", "other"),
    "perhaps_row": ("same", "other"),
    "twice_differs": ("same", "other"),
    "perhaps_former": ("other",),
    "other_number": ("other",),
    "hamlet_near": ("near", "as_written"),
    "name_short": ("as_written",),
    "phone_of_other": ("without_phone",),
    "guardian_other_number": ("without_guardian",),
    "guardian_is_none": ("without_guardian",),
    "guardian_contradicts": ("without_guardian",),
    "guardian_namesakes": ("without_guardian",),
}
# a list of accounts is known by its numbers: a number that is another's leaves nothing to take in
OF_PERSONS_ONLY = ("phone_of_other",)


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """A question about a row. `listed`: what the list says of them; `known`: what is there, empty for no one person."""

    row: int
    code: str
    says: str
    listed: str
    known: str
    answers: tuple[str, ...]


def open_questions(plan: Plan, texts: Texts, language: str = "vi") -> Iterator[RowQuestion]:
    """Yields what can be answered and is not yet, row by row."""
    for line in plan.lines:
        if line.action != "ask":
            continue
        for trouble in line.troubles:
            offered = ANSWERS.get(trouble.code, ())
            left_to_the_file = plan.kind != "persons" and trouble.code in OF_PERSONS_ONLY
            if trouble.weight == "ask" and offered and trouble.code not in line.answers and not left_to_the_file:
                alike = described(texts, line.alike, language) if line.alike else ""
                listed = described(texts, _as_known(line), language)
                yield RowQuestion(
                    line.row, trouble.code, says(texts, trouble, language), listed, alike, _possible(line, offered)
                )


def _possible(line: Line, offered: tuple[str, ...]) -> tuple[str, ...]:
    """Leaves out «the same» where several could be meant: then a number or a day in the file has to say who."""
    return tuple(answer for answer in offered if answer != "same" or line.alike is not None)


def _as_known(line: Line) -> Known:
    facts: Facts = line.facts
    return Known(
        facts.name or "", facts.born, facts.phone, facts.hamlet or "", facts.case_type or "", facts.released_on
    )


def described(texts: Texts, known: Known, language: str) -> str:
    """Says «Hoàng Công Đức · 1990 · 0912 000 201 · xóm 8 · án treo · 05/10/2025», without what is not there."""
    born = f"{known.born:%d/%m/%Y}" if isinstance(known.born, date) else str(known.born or "")
    case = texts.find(language, f"case_type.{known.case_type}") if known.case_type else ""
    home = f"{known.released_on:%d/%m/%Y}" if known.released_on else ""
    phone = spoken(known.phone) if known.phone else ""
    return " · ".join(filter(None, (known.name, born, phone, known.hamlet.strip("?"), case, home)))
