"""A person's page: who they are and what is due, the plan, who may see what, what can be done, and what happened."""

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.checkins.choosing import button_to_propose
from handlers.desk import timeline
from handlers.desk.page import Asked, DeskPage
from handlers.desk.presses import Press, on_page
from handlers.desk.timeline import Timeline
from handlers.groups.choosing import named as quarter_named
from handlers.kit import Button
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.people import card, deeds
from handlers.people.deeds import Deeds
from handlers.people.goal_words import in_words
from rules import consent, groups
from storage import access, accounts, assignments, consents, covers, family, goals, person_groups
from storage.person_timeline import KINDS
from storage.persons import Person

# what the page shows itself
SHOWN_HERE = ("do:person_visits:", "do:person_checkins:")


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """`lines`: the chat's card below its head. `kind`: of the timeline, empty for the usual ones.

    `agreed`: each purpose in words, and whether the person agrees to it now.
    `next`: the one thing to do first; `deeds`: everything else that can be done, by its matter.
    """

    id: int
    name: str
    head: str
    lines: tuple[str, ...]
    group: str
    next: Press | None
    deeds: tuple[tuple[str, tuple[Press, ...]], ...]
    goals: tuple[str, ...]
    seen_by: tuple[str, ...]
    agreed: tuple[tuple[str, bool], ...]
    kind: str
    kinds: tuple[str, ...]
    timeline: Timeline
    printed: str


def gather(scope: Scope, asked: Asked) -> PersonFacts:
    """Opens the record, which is a look. Raises NotAllowed."""
    person = access.look(scope.db, scope.account, id_in(asked.get("person", "")), "card")
    kind = asked.get("kind", "") if asked.get("kind") in KINDS else ""
    head, *lines = card.lines_of(scope, person)
    can = deeds.of(scope, person) if person.status == "managed" else None
    return PersonFacts(
        id=person.id,
        name=person.name,
        head=head,
        lines=tuple(lines),
        group=_group(scope, person),
        next=on_page(scope, [can.next])[0] if can else None,
        deeds=tuple(_deeds(scope, person, can)),
        goals=tuple(in_words(scope.wording, goal) for goal in goals.of_person(scope.db, person.id)),
        seen_by=tuple(_seen_by(scope, person)),
        agreed=tuple(_agreed(scope, person)),
        kind=kind,
        kinds=KINDS,
        timeline=timeline.gather(scope, person, kind, asked.get("after", "")),
        printed=scope.text("desk.person.printed", who=scope.account.name, at=scope.wording.moment_on_paper(scope.now)),
    )


def _deeds(scope: Scope, person: Person, can: Deeds | None) -> Iterator[tuple[str, tuple[Press, ...]]]:
    """Yields each matter with its buttons, those of the desk among them; what the page shows itself is left out."""
    own = {"contact": button_to_propose(scope, person), "papers": tuple(_papers(scope, person))}
    by_matter = can.by_matter if can else {"standing": card.buttons_of(scope, person), "papers": ()}
    for matter, buttons in by_matter.items():
        elsewhere = (button for button in buttons if not button.press.startswith(SHOWN_HERE))
        yield matter, on_page(scope, (*elsewhere, *own.get(matter, ())))


def _papers(scope: Scope, person: Person) -> Iterator[Button]:
    if groups.are_for(person.case_type):
        yield scope.button("desk.person.choose_group", f"do:group_facts:{person.id}")
    yield scope.button("desk.person.pdf", f"do:person_page:{person.id}")


def _group(scope: Scope, person: Person) -> str:
    """Says the last group that was chosen and for which quarter; empty where there is none."""
    last = next(iter(person_groups.history(scope.db, person.id, 1)), None)
    quarter = groups.read(last.quarter) if last else None
    if last is None or quarter is None:
        return ""
    return scope.text("desk.person.group", letter=last.letter, quarter=quarter_named(scope, quarter))


def _seen_by(scope: Scope, person: Person) -> Iterator[str]:
    """Names who may read of the person now, as `storage.access` answers it."""
    yield scope.text("desk.person.seen_by.officers")
    guardian_id = assignments.guardian_of(scope.db, person.id)
    acting_id = covers.acting_guardians(scope.db, [person.id]).get(person.id)
    helpers = family.of_person(scope.db, person.id)
    named = accounts.several(
        scope.db,
        {
            account_id
            for account_id in (guardian_id, acting_id, *(helper.account_id for helper in helpers))
            if account_id
        },
    )
    if guardian_id in named:
        yield scope.text("desk.person.seen_by.guardian", who=named[guardian_id].name)
    if acting_id in named and acting_id != guardian_id:
        yield scope.text("desk.person.seen_by.stand_in", who=named[acting_id].name)
    for helper in helpers:
        if helper.account_id in named:
            yield scope.text("desk.person.seen_by.family", who=named[helper.account_id].name)
    if person.account_id:
        yield scope.text("desk.person.seen_by.self")


def _agreed(scope: Scope, person: Person) -> Iterator[tuple[str, bool]]:
    """Lists what the person has been asked to agree to; nothing of somebody without an account."""
    if person.account_id is None:
        return
    current = consents.current(scope.db, person.account_id)
    for purpose in consent.purposes_for(("person",)):
        yield capital(scope.text(f"purpose.{purpose}")), consent.allows(current, purpose)


PERSON = DeskPage(id="person", path="people/{person}", gather=gather, in_menu=False)
