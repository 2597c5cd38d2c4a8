"""Papers with everybody's invitations, asked for by an officer who is none any more, could still be opened by them."""

from storage import access_to_attachments, accounts, attachments, chats
from tests.person import World


def test_whoever_lost_the_role_opens_no_papers_with_codes(world: World) -> None:
    officer = world.linked("Lê Văn Hùng", "guardian", "officer")
    with world.store.transaction() as db:
        chat = chats.at(db, "web", officer.address)
        assert chat is not None
        paper = attachments.get(db, attachments.ask_for(db, chat, "invitations", account_id=officer.account_id))
        for roles, opens in ((("guardian", "officer"), True), (("guardian",), False)):
            accounts.set_roles(db, officer.account_id, roles, by=None)
            viewer = accounts.get(db, officer.account_id)
            assert viewer is not None
            assert paper is not None
            assert access_to_attachments.may_open(db, viewer, paper) == opens


def test_a_guardian_opens_their_month(world: World) -> None:
    guardian = world.linked("Lê Văn Hùng", "guardian")
    with world.store.transaction() as db:
        chat, viewer = chats.at(db, "web", guardian.address), accounts.get(db, guardian.account_id)
        assert chat is not None
        assert viewer is not None
        month = attachments.get(db, attachments.ask_for(db, chat, "visit_month", account_id=guardian.account_id))
        assert month is not None
        assert access_to_attachments.may_open(db, viewer, month)
