"""Whatever is written into the audit has its words, in both languages, and nothing else has."""

import ast
import importlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from handlers.desk import audit_details
from handlers.desk.audit_log import did
from handlers.desk.pages import PAGES
from handlers.kit.wording import Wording
from handlers.notify import opt_out
from handlers.texts import LANGUAGES, Texts
from handlers.work import invited
from rules import absences, aftercare, alerts, appointments, goals, hiring, loan_cases, needs, roll_call
from rules.taking_charge import CODES
from storage.persons import STATUSES
from tests.tree import ROOT

ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
LOOK = re.compile(r"""(?:access\.look|person_in)\(.*, "([a-z_ -]+)"\)""")
ROOMS = ("bot", "handlers", "storage", "seeds")
MOVES = {move for moves in needs.MOVES.values() for move in moves}
GOALS = (*goals.STATES, "changed", "wished", "ticked")
# what stands in braces where an action is made of parts, and all that it can be
PARTS: Mapping[str, Iterable[str]] = {
    "absence.{state}": absences.STATES,
    "alert.{event or state}": (*alerts.STATES[1:], "given_back"),
    "alert.{event}": (aftercare.CALLED, aftercare.NO_ANSWER),
    "appointment.{state}": appointments.STATES,
    "approval.{state}": ("agreed", "declined", "withdrawn", "void", "expired"),
    "charge.{step}": CODES,
    "chat.{state}": (opt_out.STOPPED, opt_out.BLOCKED),
    "cover.{state}": ("agreed", "refused"),
    "data_request.{state}": ("done", "refused"),
    "goal.{what}": GOALS,
    "interest.invited_{answer}": invited.BECOMES,
    "interest.{moved.state}": hiring.STATES,
    "interest.{now.state}": hiring.STATES,
    "interest.{side}_{said}": (f"{side}_{said}" for side in ("person", "partner") for said in hiring.CHECKS),
    "interest.{state}": hiring.STATES,
    "link.too_many_{kind}": ("account", "unit"),
    "loan.{state}": loan_cases.STATES,
    "need.{move}": MOVES,
    "offer.{state}": ("closed", "filled"),
    "person.{status}": STATUSES,
    "roll_call.{state}": roll_call.STATES,
    "roster.swap_{state}": ("accepted", "refused"),
    "transfer.{state}": ("proposed", "asked_back", "accepted", "withdrawn"),
    "volunteer.{state}": ("agreed", "declined"),
    "{kind}.told": ("template_news", "template_quota"),
}


def test_whatever_is_audited_has_its_words_and_no_words_are_left_over() -> None:
    actions = audited()
    texts = Texts.load()
    for language in LANGUAGES:
        worded = {key.removeprefix("audited.") for key in texts.by_language[language] if key.startswith("audited.")}
        assert (sorted(actions - worded), sorted(worded - actions)) == ([], []), language
    assert did(Wording(texts, "vi"), "person.looked") == "Xem hồ sơ"
    assert did(Wording(texts, "vi"), "of.tomorrow") == "of.tomorrow"


@pytest.mark.parametrize(
    ("action", "detail", "words"),
    [
        ("desk.opened", "alert_rules", "Quy tắc cảnh báo"),
        ("desk.opened", "person", "Hồ sơ một người"),
        ("persons.listed", "desk work: 5", "Bảng việc làm: 5"),
        ("persons.listed", "table: 30 of 30", "Danh sách người: 30 trong số 30"),
        ("alert.handed_on", "alert 247087 to 2470", "Cảnh báo 247087 giao cho 2470"),
        ("need.take", "health_care 247087", "Khám chữa bệnh 247087"),
        ("charge.met", "2026-10-19", "19/10/2026"),
        ("account.added", "status=active roles=officer,admin", "Tình trạng: đang dùng; vai trò: cán bộ, quản trị"),
        ("chat.linked", "zalo_oa", "Zalo OA"),
        ("person.ended", "reason=abroad", "Lý do: Định cư ở nước ngoài"),
        ("unit.figures", "funnel quarter 2026-10-01", "Các bước tìm việc quý 1/10/2026"),
        ("persons.listed", "being taken in: 4", "Tiếp nhận: 4"),
        ("desk.opened", "of_tomorrow", "of_tomorrow"),
    ],
)
def test_details_are_worded_and_what_has_no_words_stays(action: str, detail: str, words: str) -> None:
    assert audit_details.in_words(Wording(Texts.load(), "vi"), action, detail) == words


def test_every_reason_of_a_look_and_every_page_of_the_desk_has_its_words() -> None:
    wording = Wording(Texts.load(), "en")
    reasons = {("person.looked", reason) for reason in looked_for()} | {("desk.opened", page.id) for page in PAGES}
    wordless = [code for action, code in sorted(reasons) if audit_details.in_words(wording, action, code) == code]
    assert not wordless, ",".join(wordless)


def looked_for() -> set[str]:
    """Lists why records are opened, as calls of `access.look` and `person_in` say it."""
    texts = (file.read_text(encoding="utf-8") for file in (ROOT / "handlers").rglob("*.py"))
    return {reason for text in texts for reason in LOOK.findall(text)}


@cache
def audited() -> frozenset[str]:
    """Every action that the code can write into the audit."""
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*.py") if "versions" not in file.parts]
    return frozenset(action for file in files for action in _of_file(file))


def _of_file(file: Path) -> Iterator[str]:
    text = file.read_text(encoding="utf-8")
    if "audit(" not in text:
        return
    tree = ast.parse(text)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "audit":
            place = 2 if ast.unparse(call.func.value).split(".")[-1] == "db" else 0
            yield from _actions(call.args[place], tree, file)


def _actions(told: ast.expr, tree: ast.Module, file: Path) -> Iterator[str]:
    """Reads the action of a call: as it stands, one of two, a name of the file's, or made of parts."""
    match told:
        case ast.Constant(value=str(action)):
            yield action
        case ast.IfExp():
            yield from _actions(told.body, tree, file)
            yield from _actions(told.orelse, tree, file)
        case ast.JoinedStr():
            yield from _of_parts(told)
        case ast.Name(id=name) if name.isupper():
            yield getattr(importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts)), name)
        case ast.Name():
            yield from _handed_in(tree)


def _of_parts(told: ast.JoinedStr) -> Iterator[str]:
    choices = [part.value for part in told.values if isinstance(part, ast.FormattedValue)]
    parts = ast.unparse(told)[2:-1]
    if isinstance(choices[0], ast.IfExp):
        either = (choices[0].body, choices[0].orelse)
        yield from (re.sub(r"{.*}", ast.literal_eval(one), parts) for one in either)
        return
    assert parts in PARTS, f"{parts} is made of parts: say in PARTS all that it can be"
    yield from (re.sub(r"{.*}", one, parts) for one in PARTS[parts])


def _handed_in(tree: ast.Module) -> Iterator[str]:
    """Lists the actions that a file hands to a function of its own, or chooses before it writes one."""
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=args) if name in own:
                told: list[ast.expr] = args
            case ast.Assign(targets=[ast.Name(id="action")], value=ast.IfExp(body=body, orelse=orelse)):
                told = [body, orelse]
            case _:
                continue
        values = (one.value for one in told if isinstance(one, ast.Constant))
        yield from (value for value in values if isinstance(value, str) and ACTION.fullmatch(value))
