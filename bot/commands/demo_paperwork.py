"""The demo commune's papers: the first days after a quarter, somebody taken in charge, and the folder it all fills."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from bot.commands.demo_commune import Commune, managed
from handlers.documents.sheet import Sheet, as_workbook
from handlers.taking_charge.papers import PAPERS
from handlers.understand.fold import bare
from rules import groups
from rules.case_types import BY_CODE
from rules.deadlines import Quarter
from rules.quarter import period_of
from storage import assignments, attachments, persons, quarter_reports
from storage.attachments import Attachment

SEND, ACCEPT, GROUP, HAND_IN = 2, 4, 6, 7  # days of the month after the quarter
NEWCOMER = "Hồ Văn Thắng"
# step, days after the first, who has decided it
STEPS = (("met", 0, None), ("proposed", 2, "Công an xã"), ("decided", 3, "Chủ tịch Ủy ban xã"), ("filed", 4, None))
SITUATION = {"lodging": "family", "family": "close", "health": "well", "skills": ["building"], "debts": "none"}
BATCH = 50


def first_days(commune: Commune, quarter: Quarter, day: int) -> None:
    """Plays a day of the month after a quarter: reports sent, accepted, groups chosen, the list handed in."""
    if day == SEND:
        _send(commune)
    elif day == ACCEPT:
        _accept(commune, period_of(quarter))
    elif day == GROUP:
        _choose_groups(commune)
    elif day == HAND_IN:
        commune.officer.presses("do:group_list_make")
        commune.note("lists handed in")


def _send(commune: Commune) -> None:
    with commune.stage.store.transaction() as db:
        waiting = quarter_reports.to_send(db, commune.players)
    for guardian_id, reports in waiting.items():
        for report in reports:
            commune.players[guardian_id].fills(f"go:quarter_report:report={report.id}", {})
            commune.note("reports sent")


def _accept(commune: Commune, period: str) -> None:
    """Accepts all reports but the first, which is returned with a question, put right and accepted."""
    with commune.stage.store.transaction() as db:
        sent = quarter_reports.in_states(db, commune.unit, period, ["sent"], most=1000)
    for report in sent[:1]:
        asked = {"question": "Bác cho biết thêm việc làm của anh tháng vừa rồi ạ?"}
        commune.officer.fills(f"go:quarter_return:report={report.id}", asked)
        told = {"work": "Tháng vừa rồi đi phụ hồ đều, tuần nghỉ một ngày."}
        assert report.guardian_id is not None, "what was sent has its sender"
        commune.players[report.guardian_id].fills(f"go:quarter_report:report={report.id}", told)
        commune.note("reports returned")
    with commune.stage.store.transaction() as db:
        sent = quarter_reports.in_states(db, commune.unit, period, ["sent"], most=1000)
    for report in sent:
        commune.officer.presses(f"do:quarter_accept:{report.id}.{report.version}")
        commune.note("reports accepted")


def _choose_groups(commune: Commune) -> None:
    with commune.stage.store.transaction() as db:
        people = [person for person in managed(db, commune.unit) if BY_CODE[person.case_type].groups]
    for person in people:
        letter = commune.chance.choice(groups.LETTERS[:2])
        why = "Có việc làm đều, gia đình thuận hòa." if letter == "A" else "Chấp hành tốt, việc làm chưa ổn định."
        commune.officer.fills(f"go:group_choice:person={person.id};letter={letter}", {"why": why})
        commune.note("groups chosen")


def find_guardians(commune: Commune) -> None:
    """Lets the officer give a guardian to everybody who has none: somebody has to write their report."""
    with commune.stage.store.transaction() as db:
        people = managed(db, commune.unit)
        cared_for = assignments.guardians_of(db, [person.id for person in people])
    for person in people:
        if person.id not in cared_for:
            commune.officer.fills(f"go:assign:person={person.id}", {})
            commune.note("guardians given")


def take_in(commune: Commune, began_on: date, day: date) -> None:
    """Plays the steps of somebody who came home the day before: invited, met, told of, given a guardian, filed."""
    if day == began_on:
        facts = {"who": "new", "role": "person", "name": NEWCOMER, "hamlet": "xóm 3", "case_type": "finished"}
        facts |= {"born": "1993"}
        commune.officer.fills("go:invite", {**facts, "came_home_on": began_on - timedelta(days=1)})
    with commune.stage.store.transaction() as db:
        newcomer = next((person for person in persons.of_unit(db, commune.unit) if person.name == NEWCOMER), None)
        guardian = assignments.guardian_of(db, newcomer.id) if newcomer else None
    if newcomer is None:
        return
    for step, after, decided_by in STEPS:
        if day == began_on + timedelta(days=after):
            told = {"on": day, "guardian": guardian, "decided_by": decided_by}
            commune.officer.fills(f"go:charge_step:person={newcomer.id};step={step}", told)
            commune.note("steps of taking in")
    if day == began_on:
        commune.officer.fills(f"go:intake:person={newcomer.id}", SITUATION)
        commune.officer.fills(f"go:goal:person={newcomer.id}", {"what": "Làm lại căn cước"})


def ask_for_papers(commune: Commune, quarter: Quarter) -> None:
    """Lets the officer ask for what a quarter leaves behind, by the buttons under each; its list came by itself."""
    with commune.stage.store.transaction() as db:
        accepted = quarter_reports.in_states(db, commune.unit, period_of(quarter), ["accepted"], most=1000)
        newcomer = next((person for person in persons.of_unit(db, commune.unit) if person.name == NEWCOMER), None)
    for report in accepted:
        commune.officer.presses(f"do:office_document:hcd_08.{report.person_id}.{report.id}")
    if newcomer is not None:
        for paper in PAPERS:
            commune.officer.presses(f"do:office_document:{paper.form}.{newcomer.id}.")


def write_folder(commune: Commune, folder: Path) -> int:
    """Makes what was asked for, as the service does after a turn, into a folder for each form; says how many files.

    An index lists every file, as an inspector would go through them.
    """
    rows: list[tuple[str, str]] = []
    while waiting := _to_make(commune):
        for asked in waiting:
            rows += _write(commune, folder, asked)
    count = Counter(form for form, _ in rows)
    counted = [(form, number, "") for form, number in sorted(count.items())]
    listed = [(form, "", name) for form, name in sorted(rows)]
    folder.mkdir(parents=True, exist_ok=True)
    index = Sheet("Mục lục", ["Mẫu", "Số tệp", "Tệp"], [*counted, *listed])
    (folder / "muc-luc.xlsx").write_bytes(as_workbook(index))
    return len(rows)


def _to_make(commune: Commune) -> list[Attachment]:
    with commune.stage.store.transaction() as db:
        return attachments.to_make(db, BATCH)


def _write(commune: Commune, folder: Path, asked: Attachment) -> list[tuple[str, str]]:
    stage = commune.stage
    document = stage.deployment.registry.documents[asked.document]
    with stage.store.transaction() as db:
        writing = document.prepare(db, stage.deployment, asked)
        person = persons.get(db, asked.person_id)
        attachments.refused(db, asked.id, "written_out")
    if writing is None:
        return []
    form, _, ending = asked.document.rpartition("_")
    owner = bare(person.name).replace(" ", "-") if person else bare(commune.unit)
    name = f"{form}/{owner}-{asked.id % 100_000}.{ending}"
    (folder / form).mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(writing())
    return [(form, name)]
