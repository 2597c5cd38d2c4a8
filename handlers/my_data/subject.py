"""Whose data is shown: the account, and the record behind it where it has one, in the words of its owner."""

from dataclasses import dataclass

from handlers.kit.deployment import Deployment
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from storage import persons
from storage.accounts import Account
from storage.database import Db
from storage.persons import Person


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody who reads what is kept about them, in a turn or on paper."""

    db: Db
    deployment: Deployment
    wording: Wording
    account: Account
    person: Person | None

    @classmethod
    def of(cls, db: Db, deployment: Deployment, wording: Wording, account: Account) -> "Subject":
        person = persons.by_account(db, account.id) if "person" in account.roles else None
        return cls(db, deployment, wording, account, person)

    @classmethod
    def of_sender(cls, scope: Scope) -> "Subject":
        return cls.of(scope.db, scope.deployment, scope.wording, scope.account)

    @property
    def viewer(self) -> Viewer:
        """Gives the owner as a reader of their own record, who sees what a person may see of it, and no more."""
        return Viewer(self.db, self.wording, "self")

    def text(self, key: str, **fields: object) -> str:
        return self.wording.text(key, **fields)
