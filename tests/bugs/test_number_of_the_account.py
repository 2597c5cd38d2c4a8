"""Somebody in need had «no number» in the alert, though their account had one."""

from tests.person import World


def test_the_number_of_the_account_serves_where_the_record_has_none(world: World) -> None:
    hung = world.officer()
    nam = world.linked("Trần Văn Nam", "person", phone="+84912345678", pronoun="anh")
    person = world.person("Trần Văn Nam", account_id=nam.account_id)
    nam.says("tôi không muốn sống nữa")
    assert "0912 345 678" in hung.chooses("Xem")
    assert "0912 345 678" in hung.presses(f"do:person_phone:{person}")
