"""In a commune other than the first, a message to many came from «Yên Trung», which might be somebody's name."""

import pytest

from handlers.broadcasts.words import Letter
from storage import accounts, units
from tests.person import World


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("kind", "called"), [("xa", "xã Yên Trung"), ("phuong", "phường Yên Trung"), ("dac_khu", "đặc khu Yên Trung")]
)
def test_another_commune_is_named_with_its_kind(world: World, kind: str, called: str, language: str) -> None:
    with world.store.transaction() as db:
        units.put(db, code="90001", name="Yên Trung", kind=kind)
        officer = accounts.add(db, unit="90001", name="Lê Văn Hùng", roles=("officer",))
        person = accounts.add(db, unit="90001", name="Nguyễn Văn Nam", roles=("person",), language=language)
        reader = accounts.get(db, person)
        assert reader is not None
        said = Letter.of(db, world.deployment, by=officer, text="Mời bà con.").to(reader).text
    assert called in said.split("\n")[0]
    assert said.endswith(f"văn phòng {called}" if language == "vi" else f"the office of {called}")
