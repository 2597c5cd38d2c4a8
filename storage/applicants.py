"""Who is interested in a partner's offer, as the partner sees them; `storage.access` says whom that is."""

from dataclasses import dataclass

from storage.columns import SealedCell, opened
from storage.offers import Interest
from storage.persons import Person


@dataclass(frozen=True, slots=True)
class Applicant:
    """All that a partner ever sees of somebody: what the consent to look for work names, and nothing of the past."""

    interest_id: int
    offer_id: int
    person_id: int
    pronoun: str
    state: str
    sealed_given: SealedCell
    sealed_born: SealedCell | None

    @property
    def given(self) -> str:
        return self.sealed_given.open(self.person_id)

    @property
    def born(self) -> int | None:
        year = opened(self.sealed_born, self.person_id)
        return int(year) if year else None


def applicant_of(interest: Interest, person: Person) -> Applicant:
    """Cuts a person down to what their consent lets the partner know."""
    return Applicant(
        interest.id,
        interest.offer_id,
        person.id,
        person.pronoun,
        interest.state,
        person.sealed_given,
        person.sealed_born,
    )
