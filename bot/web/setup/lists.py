"""The step «Import» of set-up: a list is sent, shown as it would be taken in, asked about, written, taken back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.installation import steps
from bot.installation.steps import CannotBeSo
from bot.intake.bodies import held_by
from bot.web.forms import next_part, open_parts, read_part
from bot.web.language import language_of
from bot.web.pages import PAGES
from bot.web.reading import read
from bot.web.setup.door import SETUP
from bot.web.setup.pages import show
from handlers.documents.sheet import Sheet, as_workbook
from handlers.enrolment import sheets, shown, writing
from handlers.enrolment.facts import ACTIONS, KINDS, Kind, Plan
from handlers.enrolment.questions import ANSWERS, open_questions
from handlers.enrolment.taking import GivenList
from handlers.kit.document import XLSX
from handlers.understand.tables.cells import Unreadable
from handlers.understand.tables.files import LARGEST
from handlers.understand.tables.headings import ASKED_FOR
from storage.database import Db

Fields = Mapping[str, str]
MOST_ROWS = 5000
MOST_SHOWN = 50
# a form has room for sixteen fields
MOST_ASKED = 12
MEANS = "means:"
# «answer:7:perhaps_known»: what is answered about row 7
ANSWER = "answer:"
LONGEST_FIELD = 200
# seconds; enough for the longest list that is taken here
PATIENCE = 60.0
WEIGHTS = ("refused", "ask", "changed", "new")


async def read_list(request: web.Request) -> Fields:
    """Reads the form a file comes with, and keeps the file while it is looked at. Raises CannotBeSo."""
    fields, content = {}, b""
    with held_by(request).share() as share:
        parts = await open_parts(request)
        while part := await next_part(parts):
            if part.name == "file":
                # one byte more says that it is too big
                content = await read_part(part, share, LARGEST + 1)
            elif part.name == "kind":
                fields["kind"] = (await read_part(part, share, LONGEST_FIELD)).decode(errors="replace")
    if not content:
        raise CannotBeSo("no_file")
    request.config_dict[SETUP].sent.keep(GivenList(content, kind=_kind(fields.get("kind", ""))))
    return fields


def _kind(said: str) -> Kind | None:
    return next((kind for kind in KINDS if kind == said), None)


async def show_list(request: web.Request, *, problem: str = "", **more: Any) -> web.Response:
    """Shows the step, with the list that was sent last and what would be done with each row."""
    sent = request.config_dict[SETUP].sent
    if sent.given is None:
        return await show(request, "import", problem=problem, **more)
    try:
        plan = await _planned(request, sent.given)
    except Unreadable as unreadable:
        sent.drop()
        return await show(request, "import", problem=unreadable.code, problems="list.file", **more)
    return await show(request, "import", problem=problem, list=_facts(request, plan), **more)


async def _planned(request: web.Request, given: GivenList) -> Plan:
    unit = request.config_dict[SETUP].settings.unit
    return await read(request, lambda db: given.plan(db, unit, _check_length), PATIENCE)


def _check_length(_done: int, total: int) -> None:
    if total > MOST_ROWS:
        raise Unreadable("long_for_page")


def _facts(request: web.Request, plan: Plan) -> dict[str, Any]:
    texts, language = request.config_dict[PAGES].texts, language_of(request)
    told = sorted(shown.worth_a_look(plan), key=lambda line: (_weight(line.action), line.row))
    rows = [
        {"row": line.row, "action": line.action, "said": shown.row_shown(texts, line, language)}
        for line in told[:MOST_SHOWN]
    ]
    questions = list(open_questions(plan, texts, language))
    return {
        "kind": plan.kind,
        "questions": questions[:MOST_ASKED],
        "more_questions": max(len(questions) - MOST_ASKED, 0),
        "counts": [(action, plan.count(action)) for action in ACTIONS],
        "sure": plan.sure,
        "rows": rows,
        "more": len(told) - len(rows),
        "unknown": plan.unknown_headings[:MOST_ASKED],
        "meanings": ASKED_FOR,
        "not_kept": plan.not_kept,
        "others": plan.other_sheets,
    }


def _weight(action: str) -> int:
    return WEIGHTS.index(action) if action in WEIGHTS else len(WEIGHTS)


async def post_list(request: web.Request, fields: Fields) -> web.StreamResponse | None:
    """Does what was pressed below the list: undo, id_numbers, template, drop, faults, write; or hears of columns."""
    sent = request.config_dict[SETUP].sent
    if "undo" in fields:
        return await show_list(request, undone=await _undo(request))
    if "id_numbers" in fields:
        await _keep_id_numbers(request, fields["id_numbers"] == "yes")
        return None
    if "template" in fields:
        return await _template(request, fields["template"])
    if "drop" in fields:
        sent.drop()
        return None
    if sent.given is None:
        raise CannotBeSo("list_gone")
    sent.keep(_answered(sent.given, fields))
    if "faults" in fields:
        return await _faults(request, sent.given)
    written = await _write(request, sent.given) if "write" in fields else None
    return await show_list(request, written=written)


def _answered(given: GivenList, fields: Fields) -> GivenList:
    """Joins what was said of unknown headings and of rows, and which sheet is meant, to the list."""
    said = {
        name.removeprefix(MEANS): code for name, code in fields.items() if name.startswith(MEANS) and code in ASKED_FOR
    }
    for name, answer in fields.items():
        row, _, code = name.removeprefix(ANSWER).partition(":")
        if name.startswith(ANSWER) and row.isdecimal() and answer in ANSWERS.get(code, ()):
            given = given.answered(int(row), code, answer)
    return replace(given, sheet=fields.get("sheet") or given.sheet, meanings={**given.meanings, **said})


async def _write(request: web.Request, given: GivenList) -> int:
    """Writes the rows that are sure; whatever has changed meanwhile is compared anew. Raises CannotBeSo."""
    unit = request.config_dict[SETUP].settings.unit

    def take_in(db: Db) -> int:
        return given.take_in(db, unit, given.plan(db, unit, _check_length), by=None)

    try:
        return await read(request, take_in, PATIENCE)
    except Unreadable:
        raise CannotBeSo("list_gone") from None


async def _keep_id_numbers(request: web.Request, wanted: bool) -> None:
    unit = request.config_dict[SETUP].settings.unit
    await read(request, lambda db: steps.keep_id_numbers(db, unit, wanted))


async def _undo(request: web.Request) -> tuple[int, int]:
    unit = request.config_dict[SETUP].settings.unit
    taken = await read(request, lambda db: writing.undo(db, unit, by=None), PATIENCE)
    if taken is None:
        raise CannotBeSo("no_list")
    return taken


async def _faults(request: web.Request, given: GivenList) -> web.Response:
    try:
        plan = await _planned(request, given)
    except Unreadable:
        raise CannotBeSo("list_gone") from None
    texts = request.config_dict[PAGES].texts
    return _workbook(sheets.faults(texts, plan), "can-xem.xlsx")


async def _template(request: web.Request, said: str) -> web.Response:
    kind, unit = _kind(said), request.config_dict[SETUP].settings.unit
    if kind is None:
        raise web.HTTPBadRequest
    hamlets = await read(request, lambda db: sheets.hamlets_of(db, unit))
    return _workbook(sheets.template(request.config_dict[PAGES].texts, kind, hamlets), f"mau-{kind}.xlsx")


def _workbook(sheet: Sheet, name: str) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=as_workbook(sheet), content_type=XLSX, headers=headers)
