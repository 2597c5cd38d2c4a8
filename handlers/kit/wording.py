"""How a sentence is said to a reader: their language, how they are addressed, days and money as people say them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from babel.dates import format_date
from babel.numbers import format_decimal

from handlers.texts import Texts
from storage.accounts import Account
from storage.database import VIETNAM
from storage.names import given_name


class Named(Protocol):
    """Whoever has an account, a record, or is interested in an offer."""

    @property
    def pronoun(self) -> str: ...

    @property
    def given(self) -> str: ...


class _Capitals(dict[str, object]):
    """Fields of which those that a template begins a sentence with are made from those that were given."""

    def __missing__(self, name: str) -> str:
        given = name[:1].lower() + name[1:]
        if given == name or given not in self:
            raise KeyError(name)
        return capital(str(self[given]))


@dataclass(slots=True)
class Wording:
    """The texts as one reader hears them; `reader` is None for somebody we do not know yet."""

    texts: Texts
    language: str
    reader: Account | None = None

    @classmethod
    def to(cls, texts: Texts, reader: Account) -> "Wording":
        return cls(texts, reader.language, reader)

    def template(self, key: str) -> str:
        return self.texts.find(self.language, key)

    def has_text(self, key: str) -> bool:
        return self.texts.has(key)

    def text(self, key: str, **fields: object) -> str:
        """Words the sentence of `key`. `{you}` and `{you_name}` are the reader; other fields come from the caller.

        `{Who}` begins a sentence: it is the `who` that was given, with a capital letter.
        """
        template = self.template(key)
        if "{" not in template:
            return template
        if "ou}" in template or "ou_name}" in template:
            fields = {**self.address(), **fields}
        try:
            return template.format_map(fields)
        except KeyError:
            return template.format_map(_Capitals(fields))

    def address(self) -> dict[str, str]:
        pronoun = self.reader.pronoun if self.reader else "neutral"
        return self.addressed("", pronoun, self.reader.name if self.reader else "")

    def addressed(self, prefix: str, pronoun: str, name: str) -> dict[str, str]:
        you = self.template(f"pronoun.{pronoun}")
        named = f"{you} {given_name(name)}".strip() if self.language == "vi" else given_name(name) or you
        fields = {"you": you, "You": capital(you), "you_name": named, "You_name": capital(named)}
        return {f"{prefix}{key}": value for key, value in fields.items()}

    def called(self, somebody: Named) -> str:
        """Names somebody else to this reader, «anh Hùng»: never the full name, which does not go with a matter."""
        if self.language != "vi":
            return somebody.given
        pronoun = "neutral" if somebody.pronoun in ("em", "dong_chi") else somebody.pronoun
        return f"{self.template(f'pronoun.{pronoun}')} {somebody.given}"

    def day(self, day: date, today: date | None = None) -> str:
        """Names a day: «hôm nay», «thứ Tư 25/11»."""
        if today is not None and abs((day - today).days) <= 1:
            return self.template({0: "day.today", -1: "day.yesterday", 1: "day.tomorrow"}[(day - today).days])
        near = today is None or abs((day - today).days) < 180
        if self.language != "vi":
            return format_date(day, "EEE d MMM" if near else "EEE d MMM y", locale="en_GB")
        plain = f"{self.template(f'day.weekday.{day.isoweekday()}')} {day.day}/{day.month}"
        return plain if near else f"{plain}/{day.year}"

    def date_on_paper(self, day: date) -> str:
        """Writes a date in full, «25/11/2026»: paper is read on another day."""
        return (
            f"{day.day}/{day.month}/{day.year}"
            if self.language == "vi"
            else format_date(day, "d MMM y", locale="en_GB")
        )

    def day_of_quarter(self, day: date) -> str:
        """Writes a day where its year stands above: «25/11»."""
        return f"{day.day}/{day.month}" if self.language == "vi" else format_date(day, "d MMM", locale="en_GB")

    def moment_on_paper(self, moment: datetime) -> str:
        local = moment.astimezone(VIETNAM)
        return f"{local:%H:%M} {self.date_on_paper(local.date())}"

    def moment(self, moment: datetime, today: date | None = None) -> str:
        local = moment.astimezone(VIETNAM)
        clock = f"{local:%H:%M}"
        if today is not None and local.date() == today:
            return clock
        return f"{clock} {self.day(local.date(), today)}"

    def money(self, dong: int) -> str:
        """Writes an amount: «100 triệu đồng», «550.000 đồng»."""
        if dong >= 1_000_000 and dong % 100_000 == 0:
            millions = format_decimal(dong / 1_000_000, locale=self.language)
            return self.text("money.millions", amount=millions)
        return self.text("money.dong", amount=format_decimal(dong, locale=self.language))


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
