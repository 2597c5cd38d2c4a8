"""Who is interested in a partner's offer, as the partner sees them; `storage.access` says whom that is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storage.columns import SealedCell, opened
from storage.hiring import Interest
from storage.persons import Person


@dataclass(frozen=True, slots=True)
class Applicant:
    """All that a partner ever sees of somebody: what the consent to look for work names, and nothing of the past.

    `shown`: the trade, the hours and whatever else the person has ticked; phone and hamlet are there only where they
    have.
    """

    interest_id: int
    offer_id: int
    person_id: int
    pronoun: str
    state: str
    due_on: date | None
    meets_at: datetime | None
    starts_on: date | None
    shown: dict[str, Any]
    hamlet: str
    sealed_given: SealedCell
    sealed_born: SealedCell | None
    sealed_phone: SealedCell | None

    @property
    def given(self) -> str:
        return self.sealed_given.open(self.person_id)

    @property
    def born(self) -> int | None:
        year = opened(self.sealed_born, self.person_id)
        return int(year) if year else None

    @property
    def phone(self) -> str | None:
        return opened(self.sealed_phone, self.person_id)

    def shows(self, what: str) -> bool:
        """Says whether the person lets the partner see this, too: phone, hamlet or cv."""
        return what in (self.shown.get("also") or ())


def applicant_of(interest: Interest, person: Person, shown: dict[str, Any] | None = None) -> Applicant:
    """Cuts a person down to what their consent lets the partner know; `shown`: as it would be, before it is kept."""
    agreed = interest.shown if shown is None else shown
    also = agreed.get("also") or ()
    return Applicant(
        interest_id=interest.id,
        offer_id=interest.offer_id,
        person_id=person.id,
        pronoun=person.pronoun,
        state=interest.state,
        due_on=interest.due_on,
        meets_at=interest.meets_at,
        starts_on=interest.starts_on,
        shown=agreed,
        hamlet=person.hamlet if "hamlet" in also else "",
        sealed_given=person.sealed_given,
        sealed_born=person.sealed_born,
        sealed_phone=person.sealed_phone if "phone" in also else None,
    )
