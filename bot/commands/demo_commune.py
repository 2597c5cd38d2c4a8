"""The players of the demo commune and what they have done so far."""

import random
from dataclasses import dataclass, field

from bot.commands.demo_player import Player, Stage, give_phone
from storage import accounts, persons
from storage.database import Db
from storage.persons import Person


@dataclass(slots=True)
class Commune:
    """Everybody's player by account, and how often has been done what."""

    stage: Stage
    unit: str
    chance: random.Random
    players: dict[int, Player] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)

    @property
    def officer(self) -> Player:
        return next(player for player in self.players.values() if "officer" in player.account.roles)

    def note(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1


def gathered(stage: Stage, unit: str) -> Commune:
    """Gives every account of the commune its phone on the demo's page."""
    commune = Commune(stage, unit, random.Random(unit))
    with stage.store.transaction() as db:
        everybody = [account for account in accounts.of_unit(db, unit) if account.roles]
    commune.players.update({account.id: give_phone(stage, account) for account in everybody})
    return commune


def managed(db: Db, unit: str) -> list[Person]:
    return [person for person in persons.of_unit(db, unit) if person.status == "managed"]
