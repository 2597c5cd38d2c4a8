"""Column types: aware moments, sealed cells, and short lists of codes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, Dialect, Integer, LargeBinary, String, TypeDecorator, type_coerce

from storage.keyring import Keyring

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


# on SQLite the row's own number: one tree to search instead of two
Id = BigInteger().with_variant(Integer(), "sqlite")


class NaiveMoment(ValueError):
    """A moment without a time zone was about to be stored. Take it from the clock handed in at the start."""


class UnsealedText(TypeError):
    """Plain text was about to be stored in a sealed column. Bind `seal(row_id, text)`."""


def to_ms(moment: datetime) -> int:
    """Turns an aware moment into whole milliseconds since 1970; raises NaiveMoment for one without a time zone."""
    if moment.tzinfo is None:
        raise NaiveMoment(str(moment))
    return (moment - EPOCH) // MILLISECOND


def from_ms(value: int) -> datetime:
    """Turns milliseconds since 1970 into an aware moment, UTC."""
    return EPOCH + value * MILLISECOND


class Instant(TypeDecorator[datetime]):
    """An aware UTC moment, kept as whole milliseconds since 1970 on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_ms(value)


@dataclass(frozen=True, slots=True)
class Cell:
    """A text on its way into a sealed column of row `row`."""

    row: int
    text: str

    def open(self, row: int) -> str:
        """Opens as a `SealedCell` does, so that a row just written reads like one fetched."""
        return self.text

    def open_json(self, row: int) -> Any:
        return orjson.loads(self.text)

    def __repr__(self) -> str:
        return f"Cell(row={self.row})"


def seal(row: int, text: str | None) -> Cell | None:
    """Marks a text for the sealed column of row `row`; None stays None."""
    return None if text is None else Cell(row, text)


def seal_json(row: int, value: Any) -> Cell:
    """Marks a value, as JSON, for the sealed column of row `row`."""
    return Cell(row, orjson.dumps(value).decode())


class SealedCell:
    """A sealed text as read; `open(row)` gives it back, in its own row only."""

    __slots__ = ("blob", "column", "keyring")

    def __init__(self, keyring: Keyring, column: str, blob: bytes):
        self.keyring = keyring
        self.column = column
        self.blob = blob

    def open(self, row: int) -> str:
        """Opens the text; raises KeyMissing or CellTampered, also in the place of another row."""
        return self.keyring.open(f"{self.column}:{row}", self.blob).decode()

    def open_json(self, row: int) -> Any:
        """Opens the value that was sealed as JSON."""
        return orjson.loads(self.keyring.open(f"{self.column}:{row}", self.blob))

    def __repr__(self) -> str:
        return f"SealedCell({self.column})"


def opened(cell: SealedCell | None, row: int) -> str | None:
    """Opens a sealed cell of this row; None stays None. Raises what `Keyring.open` raises."""
    return None if cell is None else cell.open(row)


class Sealed(TypeDecorator[Any]):
    """Text sealed by the engine's keyring (`storage.database` puts it on the dialect), bound to its column and row."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str):
        super().__init__()
        self.column = column

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        if not isinstance(value, Cell):
            raise UnsealedText(self.column)
        return keyring_of(dialect).seal(f"{self.column}:{value.row}", value.text.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> SealedCell | None:
        return None if value is None else SealedCell(keyring_of(dialect), self.column, bytes(value))


def keyring_of(dialect: Dialect) -> Keyring:
    """Gives the keyring that `storage.opening` put on the engine."""
    keyring: Keyring = dialect.keyring  # type: ignore[attr-defined]
    return keyring


class Codes(TypeDecorator[tuple[str, ...]]):
    """Several codes in one cell, `,a,b,`, so that `LIKE '%,a,%'` finds one."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else f",{','.join(value)}," if value else ","

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(code for code in value.split(",") if code)

    class comparator_factory(TypeDecorator.Comparator):  # type: ignore[type-arg]
        def has(self, code: str) -> ColumnElement[bool]:
            return type_coerce(self.expr, String).like(f"%,{code},%")
