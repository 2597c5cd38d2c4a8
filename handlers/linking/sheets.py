"""Invitations for all who have not linked yet, made together: each gets a code now, and those before it end."""

from typing import Literal

from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.linking import invitees
from handlers.linking.invitation import describe
from handlers.linking.invitees import Invitee
from handlers.reports.invitations import Invitation, Invitations
from handlers.understand.phones import spoken
from rules import links
from rules.local_time import local_day
from storage import accounts, phones, units
from storage.accounts import Account
from storage.database import Db

By = Literal["hamlet", "guardian"]
MOST_CONTACTS = 2


def words(deployment: Deployment) -> Wording:
    """Gives the words of whoever is invited, whatever their officer reads."""
    return Wording(deployment.texts, "vi")


def make(
    db: Db, deployment: Deployment, unit: str, by: By, *, inviter: Account | None, contact: str = ""
) -> Invitations:
    """Gives everybody who has no chat yet a fresh code, sorted by hamlet or by guardian.

    `inviter` None: the command line. `contact`: whom to call, where that is not to be an officer on duty.
    """
    to_invite = sorted_by([each for each in invitees.of_unit(db, unit) if not each.linked], by, words(deployment))
    made = [invitation_of(db, deployment, unit, each, by, inviter=inviter) for each in to_invite]
    db.audit(unit, inviter.id if inviter else None, "invitations.made", None, f"{by}: {len(made)}")
    return gathered(db, deployment, unit, made, inviter=inviter, contact=contact)


def gathered(
    db: Db,
    deployment: Deployment,
    unit: str,
    made: list[Invitation],
    *,
    inviter: Account | None,
    contact: str = "",
) -> Invitations:
    """Joins invitations with what stands on all of them."""
    place = _place(db, deployment, unit)
    contact = contact or contact_of(db, unit, inviter) or words(deployment).text("invite_many.office", place=place)
    return Invitations(place, contact, local_day(db.now + links.LIFE), tuple(made))


def invitation_of(
    db: Db, deployment: Deployment, unit: str, invitee: Invitee, by: By, *, inviter: Account | None
) -> Invitation:
    """Makes one invitation, with a code that ends those before."""
    inviter_id = inviter.id if inviter else None
    account_id = invitees.account_of(db, invitee, inviter_id)
    code = invitees.give_code(db, unit, account_id, inviter_id, by_hand=True)
    group = group_of(invitee, by, words(deployment))
    # an address of this machine alone is no use on paper
    ways = {channel: link for channel, link in describe(deployment, code).items() if link.startswith("https://")}
    phone = spoken(invitee.phone) if invitee.phone else ""
    return Invitation(invitee.role, invitee.name, phone, group, code, invitee.born, ways)


def _place(db: Db, deployment: Deployment, unit: str) -> str:
    unit_row = units.get(db, unit) if unit != deployment.unit else None
    return unit_row.name if unit_row else deployment.place


def sorted_by(to_sort: list[Invitee], by: By, wording: Wording) -> list[Invitee]:
    """Sorts by group; a guardian's own comes before those of the people they look after."""
    order = {role: place for place, role in enumerate(("guardian", "person", "partner"))}

    def key(invitee: Invitee) -> tuple[bool, str, int]:
        return invitee.role == "partner", group_of(invitee, by, wording), order[invitee.role]

    return sorted(to_sort, key=key)


def group_of(invitee: Invitee, by: By, wording: Wording) -> str:
    """Names what an invitation is sorted under: the hamlet, or who looks after them and hands it out."""
    if invitee.role == "partner":
        return invitee.organisation
    if by == "guardian":
        return invitee.guardian or wording.text("invite_many.no_guardian")
    return invitee.hamlet or wording.text("invite_many.no_hamlet" if invitee.role == "person" else "invite.guardians")


def contact_of(db: Db, unit: str, inviter: Account | None) -> str:
    """Names whom to call, with the number: the officer who invites, or those on duty; empty where none is known."""
    asked = [inviter] if inviter else accounts.on_call(db, unit)
    reached = [(officer, phone) for officer in asked if (phone := phones.of_account(db, officer))]
    return " · ".join(f"{officer.name}, {spoken(phone)}" for officer, phone in reached[:MOST_CONTACTS])
