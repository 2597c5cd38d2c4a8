"""Reads rows into facts: each cell by what its column holds, each fault with its column."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.enrolment.facts import Facts, Kind, Line, RowAnswers, Trouble, Weight
from handlers.understand.fold import bare
from handlers.understand.tables import day_cells, values
from handlers.understand.tables.cells import EMPTY, Cell
from handlers.understand.tables.duty_cells import NO, duty_days
from handlers.understand.tables.heading_words import HELPER
from handlers.understand.tables.headings import Headings
from handlers.understand.tables.rows import Entry
from handlers.understand.tables.values import Doubtful, NamedGuardian
from rules.duty import FARTHEST
from rules.pronouns import PRONOUNS
from storage.units import ORGANISATION_KINDS

OF_ORGANISATIONS = {
    "police": ("cong an", "police"),
    "border": ("bien phong", "border"),
    "committee": ("uy ban", "ubnd", "committee"),
    "enterprise": ("doanh nghiep", "cong ty", "hop tac xa", "htx", "co so san xuat", "xuong", "enterprise"),
    "school": ("day nghe", "truong", "trung tam", "school"),
    "bank": ("ngan hang", "nhcsxh", "bank"),
    "union": ("hoi ", "doan ", "mat tran", "cuu chien binh", "phu nu", "nong dan", "union"),
}
WHETHER_SAME = ("perhaps_known", "perhaps_row", "perhaps_former", "twice_differs", "other_number")
_YES = ("cung", "dung", "co", "phai", "yes", "same", "x")


def kind_of(headings: Headings, *, sections: bool = False) -> Kind:
    """Says what kind of list it is, by its columns."""
    codes = set(headings.codes.values())
    if sections or codes & {"case_type", "released_on", "guardian", "guardian_phone"} or "hamlet" in codes:
        return "persons"
    if "organisation" in codes or ("kind" in codes and "agency" in codes):
        return "partners"
    if codes & {"agency", "roles"} or ("position" in codes and not _names_helpers(headings)):
        return "officers"
    return "duty" if "duty" in codes else "guardians"


def _names_helpers(headings: Headings) -> bool:
    """Says whether names stand under «Người được phân công giúp đỡ»: what office they hold there makes no officer."""
    return HELPER.search(bare(headings.heading("name") or "")) is not None


def _is_same(line: Line) -> bool | None:
    """Says what was answered where it was asked whether this is somebody known; None: it was not."""
    said = {line.answers.get(code) for code in WHETHER_SAME}
    return True if "same" in said else False if "other" in said else None


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one list. `hamlets` are those of the commune; `spelt`: how this list first writes a new one."""

    headings: Headings
    kind: Kind
    sheet: str
    today: date
    hamlets: Sequence[str]
    answers: RowAnswers = field(default_factory=dict)
    spelt: dict[str, str] = field(default_factory=dict)
    commune: str = ""

    def read(self, entry: Entry) -> Line:
        line = Line(entry.number, self.sheet, Facts(), answers=self.answers.get(entry.number, {}))
        if not entry.about_somebody:
            return line
        self._name(entry, line)
        self._born(entry, line)
        self._phone(entry, line)
        if self.kind == "persons":
            self._person(entry, line)
            self._helper(entry, line)
        else:
            self._account(entry, line)
        line.facts.note = self._first_filled(entry, "note", line)[1][: values.LONGEST_NOTE] or None
        answer = bare(self._first_filled(entry, "answer", line)[1])
        line.facts.is_same = _is_same(line) if not answer else answer.startswith(_YES)
        line.facts.pronoun = values.pronoun(self._first_filled(entry, "pronoun", line)[1], PRONOUNS)
        return line

    def _first_filled(self, entry: Entry, code: str, line: Line) -> tuple[Cell, str, str | None]:
        """Gives the first filled cell of the columns with this code, its text, and its heading."""
        problem: Trouble | None = None
        for column in self.headings.columns(code):
            if column not in entry.texts:
                continue
            heading = self.headings.written[column]
            try:
                text = values.checked(entry.cells[column], entry.texts[column])
            except Doubtful as why:
                problem = problem or Trouble(heading, why.code, "refused")
                continue
            if text:
                return entry.cells[column], text, heading
        if problem and problem not in line.troubles:
            line.troubles.append(problem)
        return EMPTY, "", self.headings.heading(code)

    def _name(self, entry: Entry, line: Line) -> None:
        before = len(line.troubles)
        text, heading = "", None
        parts = [self._part_of_name(entry, code, line) for code in ("family", "given")]
        if all(part[1] for part in parts):
            middle = self._part_of_name(entry, "middle", line)[1]
            text, heading = " ".join(filter(None, (parts[0][1], middle, parts[1][1]))), parts[1][2]
        else:
            _cell, text, heading = self._first_filled(entry, "name", line)
            text = text or parts[0][1] or parts[1][1]
            heading = heading or parts[1][2] or parts[0][2]
        if text:
            try:
                line.facts.name = values.name(text)
            except Doubtful as why:
                line.troubles.append(Trouble(heading, why.code, "refused" if why.refused else "ask"))
                if why.code == "name_short":
                    line.facts.name = values.name(text, whole=False)
        elif len(line.troubles) == before:
            line.troubles.append(Trouble(heading, "name_missing", "refused"))

    def _part_of_name(self, entry: Entry, code: str, line: Line) -> tuple[Cell, str, str | None]:
        """Gives a part of a name as `_first_filled`; one that looks like «none» is a name: Lò Thị | Na."""
        column = next(iter(self.headings.columns(code)), None)
        if column is None or column not in entry.texts or values.is_error(entry.texts[column]):
            return self._first_filled(entry, code, line)
        return entry.cells[column], entry.texts[column].strip(" -–—._"), self.headings.written[column]

    def _born(self, entry: Entry, line: Line) -> None:
        cell, text, heading = self._first_filled(entry, "born", line)
        if not text:
            return
        try:
            line.facts.born = day_cells.born(cell, text, self.today)
        except Doubtful as why:
            line.troubles.append(Trouble(heading, why.code, "refused" if why.refused else "ask"))

    def _phone(self, entry: Entry, line: Line) -> None:
        cell, text, heading = self._first_filled(entry, "phone", line)
        if text:
            try:
                numbers = values.phones(cell, text)
            except Doubtful as why:
                weight: Weight = "told" if self.kind == "persons" else "refused"
                line.troubles.append(Trouble(heading, why.code, weight))
                return
            line.facts.phone = numbers[0]
            if len(numbers) > 1:
                line.troubles.append(Trouble(heading, "phone_several"))
        elif self.kind in ("guardians", "officers", "partners"):
            line.troubles.append(Trouble(heading, "phone_missing", "refused"))

    def _person(self, entry: Entry, line: Line) -> None:
        facts = line.facts
        _cell, text, heading = self._first_filled(entry, "hamlet", line)
        text = text or (
            "" if any(trouble.column == heading for trouble in line.troubles) else entry.section_hamlet or ""
        )
        if text:
            said = values.without_commune(text, self.commune)
            self._hamlet(values.with_kind(said, heading or "", self.hamlets), heading, line)
        _cell, text, heading = self._first_filled(entry, "case_type", line)
        text = text or entry.section_case or ""
        if text:
            try:
                facts.case_type = values.case_type(text)
            except Doubtful as why:
                line.troubles.append(Trouble(heading, why.code, "ask" if why.code == "two_case_types" else "refused"))
        cell, text, heading = self._first_filled(entry, "released_on", line)
        if text:
            try:
                facts.released_on = day_cells.day(cell, text, self.today)
            except Doubtful as why:
                line.troubles.append(Trouble(heading, why.code, "ask" if why.code == "day_in_future" else "refused"))
        cell, text, _heading = self._first_filled(entry, "ends_on", line)
        if text:
            try:
                facts.ends_on = day_cells.day(cell, text, self.today, future=True)
            except Doubtful as why:
                line.troubles.append(Trouble(_heading, why.code))
        cell, text, heading = self._first_filled(entry, "id_number", line)
        if text:
            try:
                facts.id_number = values.id_number(cell, text)
            except Doubtful as why:
                line.troubles.append(Trouble(heading, why.code))

    def _hamlet(self, text: str, heading: str | None, line: Line) -> None:
        try:
            line.facts.hamlet, near = values.hamlet(text, self.hamlets)
        except Doubtful as why:
            line.troubles.append(Trouble(heading, why.code, "refused"))
            return
        if line.facts.hamlet not in self.hamlets:
            words = values.hamlet_words(line.facts.hamlet)
            line.facts.hamlet = self.spelt.setdefault(words, line.facts.hamlet)
        if near and line.answers.get("hamlet_near") == "near":
            line.facts.hamlet = near
        elif near:
            line.troubles.append(Trouble(heading, "hamlet_near", "ask", near))
        elif self.hamlets and line.facts.hamlet not in self.hamlets:
            line.troubles.append(Trouble(heading, "hamlet_new"))

    def _helper(self, entry: Entry, line: Line) -> None:
        cell, text, heading = self._first_filled(entry, "guardian", line)
        helper = NamedGuardian()
        if text:
            try:
                helper = values.helper(cell, text)
            except Doubtful as why:
                line.troubles.append(Trouble(heading, f"guardian_{why.code}", "told"))
        cell, text, heading = self._first_filled(entry, "guardian_phone", line)
        if text:
            try:
                second = values.helper(cell, text)
                helper = NamedGuardian(helper.name or second.name, second.phone or helper.phone)
            except Doubtful as why:
                line.troubles.append(Trouble(heading, f"guardian_{why.code}", "told"))
        line.facts.helper = helper

    def _account(self, entry: Entry, line: Line) -> None:
        facts = line.facts
        for code in ("organisation", "agency"):
            facts.organisation = facts.organisation or self._first_filled(entry, code, line)[1] or None
        said = bare(f"{self._first_filled(entry, 'kind', line)[1]} {facts.organisation or ''}") + " "
        words = ((kind, any(word in said for word in spelt)) for kind, spelt in OF_ORGANISATIONS.items())
        facts.organisation_kind = next((kind for kind, fits in words if fits and kind in ORGANISATION_KINDS), None)
        duty = next((entry.texts[column] for column in self.headings.columns("duty") if column in entry.texts), "")
        if self.kind == "duty":
            self._duty(entry, line)
        else:
            facts.on_duty = bare(duty) not in NO if duty else None if self.kind == "officers" else False
        if self.kind == "partners" and not facts.organisation:
            line.troubles.append(Trouble(self.headings.heading("organisation"), "organisation_missing", "refused"))
        if self.kind == "officers" and not facts.organisation:
            line.troubles.append(Trouble(self.headings.heading("agency"), "agency_missing", "refused"))

    def _duty(self, entry: Entry, line: Line) -> None:
        """Reads the days of a roster; several columns of days add up."""
        days: set[date] = set()
        for column in self.headings.columns("duty"):
            if column not in entry.texts:
                continue
            try:
                days.update(duty_days(entry.cells[column], entry.texts[column], self.today))
            except Doubtful as why:
                line.troubles.append(Trouble(self.headings.written[column], why.code, "refused"))
        last = self.today + FARTHEST
        line.facts.duty_days = tuple(sorted(day for day in days if day <= last))
        if len(line.facts.duty_days) < len(days):
            line.troubles.append(Trouble(self.headings.heading("duty"), "duty_too_far", "told", f"{last:%d/%m/%Y}"))
