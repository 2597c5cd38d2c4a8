"""Notices as templates: what is registered, and that what fills a template fits it."""

import re
import unicodedata
from datetime import UTC, datetime

import pytest

from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import templates
from rules.notices import KINDS
from rules.templates import Template, shortened
from seeds import build_template_guide
from storage import accounts
from storage.accounts import Account
from tests.lock_screen import unsafe_words
from tests.person import World

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
LINK_OR_PHONE = re.compile(r"https?:|www\.|\.vn\b|\d{4,}")


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
    assert {kind.template for kind in KINDS.values()} - {""} == set(deployment.tables.templates)


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

    def test_something_in_it_is_the_readers_own(self, template: Template) -> None:
        """The platform wants it so."""
        assert "reader" in {one.source for one in template.parameters}

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
    for kind in KINDS.values():
        out = templates.written(world.deployment, wording, reader, kind.id, NOW)
        if not kind.template:
            assert out is None
            continue
        assert out is not None
        template = world.deployment.tables.templates[kind.template]
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
