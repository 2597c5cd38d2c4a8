"""Fields and answers that no page and no button gives stopped the turn: the message was set aside as one that fails."""

from tests.person import World


def test_fields_sent_to_a_form_without_a_page_fill_nothing(world: World) -> None:
    officer = world.linked("Lê Văn Hùng", "officer", "admin")
    refused = officer.presses("do:nothing_of_ours")
    assert officer.fills_page("alert_close", sentence="1", outcome="<b>") == refused
    assert officer.fills_page("account_cut", chat="1", account="9" * 30) == refused


def test_an_hour_that_is_none_begins_no_quiet_hours(world: World) -> None:
    admin = world.linked("Lê Văn Hùng", "officer", "admin")
    asked = admin.presses("go:quiet_hours")
    for hour in ("1", "99", "29:99"):
        assert admin.presses(f"go:quiet_hours:silent_from={hour}") == asked
