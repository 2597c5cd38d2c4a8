"""The Word templates that an office uses instead of ours: each kept as it came, with its earlier versions."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, bindparam, select, update

from storage.columns import Id, Instant
from storage.database import Db, metadata
from storage.units import next_number

State = Literal["tried", "used", "former"]
document_templates = Table(
    "document_templates",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("form", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", BigInteger),
    Column("content", LargeBinary, nullable=False),
    Index("ix_document_templates_unit", "unit", "form", "state"),
)


@dataclass(frozen=True, slots=True)
class Template:
    """A template of a commune. `tried`: not in use before an officer has looked at what it makes; `by` None: typed."""

    id: int
    unit: str
    form: str
    number: int
    state: State
    at: datetime
    by: int | None


COLUMNS = tuple(document_templates.c[name] for name in Template.__slots__)
ONE = select(*COLUMNS).where(document_templates.c.id == bindparam("id"))
OF_UNIT = (
    select(*COLUMNS)
    .where(document_templates.c.unit == bindparam("unit"), document_templates.c.state != "tried")
    .order_by(document_templates.c.form, document_templates.c.number.desc())
    .limit(bindparam("most"))
)
IN_USE = select(document_templates.c.content).where(
    document_templates.c.unit == bindparam("unit"),
    document_templates.c.form == bindparam("form"),
    document_templates.c.state == "used",
)
NEWEST = (
    select(*COLUMNS)
    .where(document_templates.c.unit == bindparam("unit"), document_templates.c.form == bindparam("form"))
    .order_by(document_templates.c.number.desc())
    .limit(1)
)
RETIRE = (
    update(document_templates)
    .where(
        document_templates.c.unit == bindparam("of_unit"),
        document_templates.c.form == bindparam("of_form"),
        document_templates.c.state == "used",
    )
    .values(state="former")
)
USE = update(document_templates).where(document_templates.c.id == bindparam("template")).values(state="used")


def add(db: Db, *, unit: str, form: str, content: bytes, by: int | None) -> Template:
    """Keeps a checked template that is not in use yet; its number in the commune is what people call it by."""
    template = Template(db.new_id(), unit, form, next_number(db, unit, "template"), "tried", db.now, by)
    db.execute(document_templates.insert(), {**asdict(template), "content": content})
    db.audit(unit, by, "template.tried", None, f"{form} {template.number}")
    return template


def get(db: Db, template_id: int) -> Template | None:
    """Reads a template without its content; None if there is none of this id."""
    row = db.execute(ONE, {"id": template_id}).first()
    return Template(*row) if row else None


def newest(db: Db, unit: str, form: str) -> Template:
    """Reads the template that was kept last for this form of the commune."""
    return Template(*db.execute(NEWEST, {"unit": unit, "form": form}).one())


def of_unit(db: Db, unit: str, most: int = 200) -> list[Template]:
    """Lists the templates that are or were in use, by form, the latest first."""
    return [Template(*row) for row in db.execute(OF_UNIT, {"unit": unit, "most": most})]


def in_use(db: Db, unit: str, form: str) -> bytes | None:
    """Gives the commune's own template; None where ours is used."""
    return db.execute(IN_USE, {"unit": unit, "form": form}).scalar()


def use(db: Db, template: Template, by: int | None) -> None:
    """Takes a template into use, be it a new one or a former; the one before becomes a former one."""
    db.execute(RETIRE, {"of_unit": template.unit, "of_form": template.form})
    db.execute(USE, {"template": template.id})
    db.audit(template.unit, by, "template.used", None, f"{template.form} {template.number}")


def use_ours(db: Db, unit: str, form: str, by: int | None) -> bool:
    """Goes back to the plain template; says whether another was in use."""
    was = db.execute(RETIRE, {"of_unit": unit, "of_form": form}).rowcount > 0
    if was:
        db.audit(unit, by, "template.used", None, f"{form} 0")
    return was
