"""Notices as templates: each kind that the code tells has its row, and what fills a template fits it."""

import ast
import csv
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import opt_out, reminders, templates
from handlers.visits.reminders import TO_GUARDIANS
from rules.deadlines import VISIT_REMINDERS
from rules.templates import SOURCES, Template, shortened
from seeds import build_template_guide
from storage import accounts
from storage.accounts import Account
from tests.lock_screen import unsafe_words
from tests.person import World
from tests.tree import ROOT, code_in, nodes, place

NOTICES = ROOT / "seeds" / "tables" / "notices.csv"

# where the kind stands among what is handed over: (of the module, of the scope or a function of the file itself)
KIND_IS = {"tell": (3, 1), "tell_each": (3, 3), "tell_admins": (3, 3), "put": (4, 4), "tell_officers": (1, 1)}
# these hand on a kind that their callers name, or that comes with what is due
HAND_ON = {
    "handlers/broadcasts/progress.py",
    "handlers/broadcasts/steps.py",
    "handlers/notify/opt_out.py",
    "handlers/notify/drafts.py",
    "handlers/visits/reminders.py",
    "handlers/visits/officer_reminders.py",
    "handlers/checkins/reminders.py",
    "handlers/notify/fallback.py",
    "handlers/notify/notices.py",
    "handlers/people/record.py",
    "handlers/kit/scope.py",
    "handlers/relay/ask_officer.py",
    "handlers/notify/template_use.py",
    "handlers/notify/delivery_failures.py",
}
# due, and told as an alert
RAISE_ALERTS = {"check_in_missing", "unreachable"}
HANDED_ON = {
    *(kind for kind, _, _ in VISIT_REMINDERS),
    *TO_GUARDIANS,
    *(reminders.WORK.keys() - RAISE_ALERTS),
    *(f"chat_{state}" for state in (opt_out.BLOCKED, opt_out.STOPPED)),
    *("draft_nudge", "draft_expired", "template_quota", "template_news"),
    *("broadcast", "broadcast_progress", "broadcast_report"),
}
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
LINK_OR_PHONE = re.compile(r"https?:|www\.|\.vn\b|\d{4,}")


def told(call: ast.Call) -> tuple[bool, str]:
    """Whether this call tells a notice, and its kind; "" where it is not written there."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    whose = call.func.value.id if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) else ""
    by_name = {keyword.arg: keyword.value for keyword in call.keywords}
    if name not in KIND_IS or (name == "put" and whose not in ("notices", "outbox", "")):
        return False, ""
    position = KIND_IS[name][0 if whose in ("notices", "outbox") else 1]
    kind = by_name.get("kind") or (call.args[position] if len(call.args) > position else None)
    return kind is not None, str(kind.value) if isinstance(kind, ast.Constant) else ""


def kinds_in_the_code() -> Iterator[tuple[str, str]]:
    for file in code_in("handlers"):
        for node in nodes(file):
            if isinstance(node, ast.Call):
                is_told, kind = told(node)
                if is_told:
                    yield place(file, node), kind


def test_every_kind_in_the_code_has_its_row(deployment: Deployment) -> None:
    found = list(kinds_in_the_code())
    assert {"alert", "relay", "interest", "reply", "wish", "newcomer"} <= {kind for _, kind in found}
    missing = [f"{spot} {kind}" for spot, kind in found if kind and kind not in deployment.tables.notices]
    assert not missing, f"say in seeds/tables/notices.csv how these go as a template, or why they do not: {missing}"


def test_a_kind_has_one_row_only() -> None:
    """Of two rows the later would win without a word."""
    with NOTICES.open(encoding="utf-8", newline="") as lines:
        kinds = [row["kind"] for row in csv.DictReader(lines)]
    assert [kind for kind in set(kinds) if kinds.count(kind) > 1] == []


def test_a_kind_is_written_where_it_is_told(deployment: Deployment) -> None:
    nameless = {spot.partition(":")[0] for spot, kind in kinds_in_the_code() if not kind}
    assert nameless - HAND_ON == set(), "name the kind as a string there, or list the file and its kinds above"
    assert HANDED_ON - deployment.tables.notices.keys() == set(), "add these to seeds/tables/notices.csv"


def test_the_table_names_nothing_that_is_not_there(deployment: Deployment) -> None:
    told_of = {kind for _, kind in kinds_in_the_code()} | HANDED_ON
    assert deployment.tables.notices.keys() - told_of == set(), "nobody tells these any more"
    for form in deployment.tables.notices.values():
        if not form.template:
            assert form.reason, f"{form.kind}: why is there no template?"
            assert not form.sources
            continue
        parameters = {one.name for one in deployment.tables.templates[form.template].parameters}
        assert form.sources.keys() == parameters, form.kind
        assert set(form.sources.values()) <= SOURCES, form.kind
        assert "reader" in form.sources.values(), f"{form.kind}: the platform wants something of the reader's own"


@pytest.fixture(params=["reminder", "message", "alert", "digest"])
def template(request: pytest.FixtureRequest, deployment: Deployment) -> Template:
    return deployment.tables.templates[request.param]


def test_the_guide_for_operators_has_what_the_tables_have(deployment: Deployment) -> None:
    text = build_template_guide.GUIDE.read_text(encoding="utf-8")
    assert text == build_template_guide.written_into(text, deployment.tables), (
        "run python -m seeds.build_template_guide"
    )
    assert all(f"`{one.registered_as}`" in text for one in deployment.tables.templates.values())


def test_there_are_no_others(deployment: Deployment) -> None:
    assert set(deployment.tables.templates) == {"reminder", "message", "alert", "digest"}
    used = {form.template for form in deployment.tables.notices.values()} - {""}
    assert used == set(deployment.tables.templates)


class TestWhatIsRegistered:
    def test_lengths(self, template: Template) -> None:
        assert 10 <= len(template.registered_as) <= 60
        assert 9 <= len(template.title) <= 65
        assert 9 <= len(template.body) <= 400
        assert 5 <= len(template.button) <= 30
        assert template.tag in (1, 2), "promotion may not leave at night nor to everybody"

    def test_no_links_and_no_numbers_to_call(self, template: Template) -> None:
        for text in (template.title, template.body):
            assert not LINK_OR_PHONE.search(text)
            assert unicodedata.is_normalized("NFC", text)

    def test_every_parameter_is_in_the_body(self, template: Template) -> None:
        assert set(re.findall(r"<([a-z_]+)>", template.body)) == {one.name for one in template.parameters}

    def test_a_locked_phone_may_show_all_of_it(self, template: Template) -> None:
        for text in (template.title, template.body, f"{template.title} {template.body}"):
            for start in range(0, len(text), 20):
                assert unsafe_words(text[start:]) == set()


def reader_of(world: World, name: str = "Nguyễn Văn Tư", **more: str) -> Account:
    guardian = world.guardian(name, **more)
    with world.look() as db:
        account = accounts.get(db, guardian.account_id)
    assert account is not None
    return account


LONG = "Nguyễn Thị Thanh Hương-Giang-Thượng-Nguồn-Sông-Lam-Xanh-Mát"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["Nguyễn Văn Tư", LONG, unicodedata.normalize("NFD", LONG)])
def test_each_kind_fills_its_template(world: World, name: str, language: str) -> None:
    reader = reader_of(world, name, language=language)
    wording = Wording.to(world.deployment.texts, reader)
    for form in world.deployment.tables.notices.values():
        out = templates.written(world.deployment, wording, reader, form.kind, NOW)
        if not form.template:
            assert out is None
            continue
        assert out is not None
        template = world.deployment.tables.templates[form.template]
        assert (out.text, out.template) == ("", template.code)
        longest = {one.name: one.longest for one in template.parameters}
        assert out.parameters.keys() == longest.keys()
        for parameter, value in out.parameters.items():
            assert 0 < len(value) <= longest[parameter]
            assert unicodedata.is_normalized("NFC", value)
        assert unsafe_words(template.as_read(out.parameters)) == set()
        assert "<" not in template.as_read(out.parameters)


def test_it_reads_like_a_sentence(world: World) -> None:
    reader = reader_of(world)
    wording = Wording.to(world.deployment.texts, reader)
    out = templates.written(world.deployment, wording, reader, "visit_overdue", NOW)
    assert out is not None
    assert world.deployment.tables.templates["reminder"].as_read(out.parameters) == (
        "Chào bác Tư, Đồng Hành có lời nhắc ngày 23/11/2026 về một nhà chưa có tin ghé thăm. "
        "Mời bấm nút bên dưới rồi nhắn một chữ bất kỳ để xem đầy đủ."
    )


def test_an_alert_carries_its_number_and_an_unknown_kind_nothing(world: World) -> None:
    reader = reader_of(world)
    wording = Wording.to(world.deployment.texts, reader)
    numbered = templates.written(world.deployment, wording, reader, "alert", NOW, number="1042")
    unnumbered = templates.written(world.deployment, wording, reader, "alert", NOW)
    assert numbered is not None
    assert unnumbered is not None
    assert numbered.parameters["number"] == "1042"
    assert unnumbered.parameters["number"] == "xem trong tin"
    assert templates.written(world.deployment, wording, reader, "of_another_version", NOW) is None


def test_somebody_of_another_commune_is_not_told_the_name_of_this_one(world: World) -> None:
    reader = reader_of(world)
    wording = Wording.to(world.deployment.texts, reader)
    with world.look() as db:
        stranger_id = accounts.add(db, unit="17792", name="Lê Văn Hùng", roles=("officer",))
        stranger = accounts.get(db, stranger_id)
    assert stranger is not None
    here = templates.written(world.deployment, wording, reader, "digest", NOW)
    there = templates.written(world.deployment, wording, stranger, "digest", NOW)
    assert here is not None
    assert there is not None
    assert (here.parameters["commune"], there.parameters["commune"]) == (world.deployment.place, "xã mình")


@pytest.mark.parametrize(
    ("text", "longest", "left"),
    [
        ("bác Tư", 30, "bác Tư"),
        ("một hai ba", 7, "một hai"),
        ("một hai ba", 8, "một hai"),
        ("một hai ba", 6, "một"),
        ("mộthaiba", 3, "một"),
        ("  một   hai  ", 30, "một hai"),
    ],
)
def test_what_is_too_long_ends_at_a_space(text: str, longest: int, left: str) -> None:
    assert shortened(text, longest) == left
