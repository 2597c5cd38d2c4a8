"""Who comes to the service: one row a role, and everything that differs by role and is not a form's or command's own.

What a role may start is said by the forms and commands themselves (`may=`), which are checked against this table.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role: a row of the table below.

    `code` is stored. `menu`: the id of its page in handlers/help/menus.py; empty for a role that has no lines.

    `has_account`: False for whoever writes without being known. `invites`: the roles for which it makes accounts by
    chat. `outranks`: the roles before which its own page and its own help come, where somebody holds several.
    `agrees_to`: purposes of rules/consent.py.
    `addressed`: whether messages to many may be addressed to it as a whole.
    `organisation`: the kind of a new organisation that it speaks for. `consents_as`: whose wording of the consent to
    the service it reads.
    """

    code: str
    menu: str = ""
    has_account: bool = True
    invites: tuple[str, ...] = ()
    outranks: tuple[str, ...] = ()
    agrees_to: tuple[str, ...] = ("service",)
    addressed: bool = True
    organisation: str = "union"
    consents_as: str = "officer"


# the order in which they are listed wherever people choose among them
ROLES = (
    Role(
        code="person",
        menu="person",
        outranks=("partner",),
        agrees_to=("service", "jobs", "loans", "relay", "intake"),
        consents_as="person",
    ),
    Role(
        code="guardian",
        menu="guardian",
        outranks=("person", "partner"),
        consents_as="guardian",
    ),
    # comes by somebody's own invitation, and sees of them what they allow
    Role(code="family", menu="family", addressed=False),
    Role(code="partner", menu="partner", organisation="enterprise"),
    # has asked to help others, and was checked by an officer
    Role(code="volunteer", menu="volunteer", addressed=False),
    Role(
        code="officer",
        menu="officer",
        invites=("person", "guardian", "officer"),
        outranks=("guardian", "person", "partner"),
        organisation="police",
    ),
    Role(code="admin", menu="admin", addressed=False),
    Role(code="visitor", has_account=False, addressed=False),
)
BY_CODE = {role.code: role for role in ROLES}
CODES = tuple(BY_CODE)
OF_ACCOUNTS = tuple(role.code for role in ROLES if role.has_account)
ADDRESSED = tuple(role.code for role in ROLES if role.addressed)


class UnknownRole(LookupError):
    """A role is named that rules/roles.py does not have. Correct the spelling, or add its row there."""


def checked(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Gives the codes back; raises UnknownRole for one that is not in the table."""
    if unknown := [code for code in codes if code not in BY_CODE]:
        raise UnknownRole(f"no role is called {', '.join(unknown)}: rules/roles.py has {', '.join(CODES)}")
    return codes


def held(codes: Collection[str]) -> list[Role]:
    """Lists the rows of the roles that somebody holds, in the order of the table."""
    return [role for role in ROLES if role.code in codes]


def by_rank(codes: Collection[str]) -> list[Role]:
    """Lists the rows of the roles that somebody holds, each before those it outranks."""
    return sorted(held(codes), key=lambda role: -len(role.outranks))


def purposes_of(codes: Iterable[str]) -> frozenset[str]:
    """Gives the purposes of consent that concern somebody who holds these roles."""
    return frozenset(purpose for role in held(tuple(codes)) for purpose in role.agrees_to)
