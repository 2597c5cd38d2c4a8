"""What became of what people asked help with: asked, taken on, arrived, by kind; in chat and as a picture."""

from collections.abc import Mapping
from functools import partial

from handlers.documents import figures as layout
from handlers.figures.files import PNG, tell_failed, tell_photo
from handlers.figures.shown import MAY
from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.document import Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.reports import figures as report
from handlers.reports.figure_table import period_name
from rules.figures import Funnel, Period
from rules.needs import KINDS
from storage import access, accounts, attachments, figures_by_unit, units
from storage.accounts import Account
from storage.attachments import Attachment
from storage.database import Db

FUNNEL = "figures_funnel"


def _counted(db: Db, reader: Account, period: Period) -> Mapping[str, Funnel]:
    """Counts the reader's own commune, for an admin all communes below; the kinds in the order they are asked."""
    codes = [reader.unit] if "officer" in reader.roles else list(figures_by_unit.communes_of(db, reader.unit))
    counted = figures_by_unit.needs_funnel(db, codes, period.first, min(period.last, db.today))
    return {kind: counted[kind] for kind in KINDS if kind in counted}


def show(scope: Scope, argument: str) -> Reply:
    """Tells by kind how many were asked for, taken on and have arrived; to the province no count below five."""
    period = report.shown_period(argument, scope.today)
    scope.audit("unit.figures", None, f"funnel {period.kind} {period.first}")
    counted = _counted(scope.db, scope.account, period)
    head = scope.text("figures.funnel.head", period=period_name(scope.wording, period))
    back = scope.button("figures.button.again", f"do:figures:{argument}")
    if not counted:
        return Outgoing(f"{head}\n{scope.text('figures.funnel.none')}", (back, scope.menu_button()))
    lines = [_line(scope, kind, funnel) for kind, funnel in counted.items()]
    picture = scope.button("figures.button.picture", f"do:needs_funnel_picture:{argument}")
    return Outgoing("\n".join((head, *lines)), (picture, back, scope.menu_button()))


def _line(scope: Scope, kind: str, funnel: Funnel) -> str:
    stages = funnel.stages(all_shown="officer" in scope.account.roles)
    told = {stage: scope.text("figures.few") if count is None else count for stage, count in stages.items()}
    return scope.text("figures.funnel.line", kind=scope.text(f"visit_report.needs.{kind}"), **told)


def ask_picture(scope: Scope, argument: str) -> Reply:
    attachments.ask_for(scope.db, scope.chat, FUNNEL, account_id=scope.account.id, argument=argument)
    again = scope.button("figures.button.again", f"do:figures:{argument}")
    return Said("figures.coming", buttons=(again, scope.menu_button()))


def _prepare(db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    reader = accounts.get(db, asked.account_id)
    if reader is None or not access.acts(reader, *MAY):
        return None
    wording = Wording.to(deployment.texts, reader)
    period = report.shown_period(asked.argument, db.today)
    db.audit(reader.unit, reader.id, "document.made", None, f"{FUNNEL} {period.kind} {period.first}")
    unit = units.get(db, reader.unit)
    bars = [
        layout.Bar(wording.text(f"visit_report.needs.{kind}"), stage, wording.text(f"figures.funnel.{stage}"), count)
        for kind, funnel in _counted(db, reader, period).items()
        for stage, count in funnel.stages(all_shown="officer" in reader.roles).items()
        if count is not None
    ]
    name = period_name(wording, period)
    title = wording.text("figures.funnel.picture", period=name, unit=unit.name if unit else "")
    return partial(layout.funnel, title, bars)


DOCUMENTS = (Document(FUNNEL, _prepare, tell_photo, tell_failed, type=PNG),)
COMMANDS = (
    Command("needs_funnel", show, may=MAY, words=("/viecdanho", "viec giup den dau", "what became of needs")),
    Command("needs_funnel_picture", ask_picture, may=MAY),
)
