"""Everything of a quarter in one ZIP: reports, the list by group, roll-calls, figures, and a cover list on top."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from handlers.documents import quarter_package as layout
from handlers.documents.figures import workbook
from handlers.documents.sheet import Sheet, as_workbook
from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.document import ZIP, Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.people import list_by_group
from handlers.people.made_files import instead, reader_of
from handlers.people.offices import office_of
from handlers.quarter.documents import HCD_08
from handlers.reports import figures, roll_call_list
from handlers.reports import quarter as drafting
from handlers.reports import quarter_package as report
from handlers.reports.figure_table import heads_of, rows_of
from handlers.reports.quarter_package import QuarterPackage
from handlers.reports.roll_call_list import month_named
from handlers.understand.fold import bare
from rules import groups
from rules.deadlines import Quarter, quarter_of, report_window
from rules.figures import period_of as days_of
from rules.quarter import quarter_in
from rules.retention import DAYS
from storage import access, attachments, units
from storage.access import NotAllowed
from storage.accounts import Account
from storage.attachments import Attachment
from storage.database import Db
from storage.persons import Person
from storage.quarter_pages import ReportLine

PACKAGE = "quarter_package"
Files = dict[str, Callable[[], bytes]]
LONGEST_NAME = 40


def ask(scope: Scope, argument: str) -> Reply:
    """Asks for the ZIP of a quarter, `2026-3`; of the last one that is over where none is named."""
    quarter = quarter_in(argument) or quarter_of(scope.today).previous
    written = groups.written(quarter)
    attachments.ask_for(scope.db, scope.chat, PACKAGE, account_id=scope.account.id, argument=written)
    back = scope.button("quarter_reports.button.list", f"do:quarter_reports:{written}")
    fields = {"quarter": drafting.named(scope.text, quarter)}
    return Said("quarter_package.coming", fields, (back, scope.menu_button()))


def _prepare(db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    reader, quarter = reader_of(db, asked), quarter_in(asked.argument)
    if quarter is None or not access.acts(reader, "officer"):
        return None
    # papers of the office are Vietnamese, whatever their reader chats in
    viewer = Viewer(db, Wording(deployment.texts, "vi", reader), "officer")
    package = report.gather(viewer, reader.unit, quarter)
    files: Files = {
        **dict(_reports(db, deployment, reader, package)),
        **dict(_group_list(db, deployment, reader, package)),
        **dict(_roll_calls(viewer, reader.unit, package)),
        **dict(_figures(viewer, reader.unit, quarter)),
    }
    db.audit(reader.unit, reader.id, "document.made", None, f"{PACKAGE} {asked.argument}: {len(files)} files")
    return partial(layout.write, files, _cover(viewer, reader, package), db.now)


def _reports(
    db: Db, deployment: Deployment, reader: Account, package: QuarterPackage
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Gives HCD-08 of each report that was sent, as Word and PDF; each is a look at somebody, and written down."""
    opened = [pair for line in package.reports if (pair := _look(db, reader, line))]
    papers = HCD_08.papers(db, deployment, reader, [(person, str(report_id)) for person, report_id in opened])
    for place, ((person, _), writings) in enumerate(zip(opened, papers, strict=True), 1):
        name = bare(person.name).replace(" ", "-")[:LONGEST_NAME]
        for ending, writing in (writings or {}).items():
            yield f"HCD-08/{place:03}-{name}.{ending}", writing


def _look(db: Db, reader: Account, line: ReportLine) -> tuple[Person, int | None] | None:
    try:
        return access.look_for_document(db, reader, line.person.id, f"{PACKAGE} hcd_08"), line.report_id
    except NotAllowed:
        return None


def _group_list(
    db: Db, deployment: Deployment, reader: Account, package: QuarterPackage
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    if not package.grouped:
        return
    argument = f"{groups.written(package.quarter)}/{package.list_number}"
    [papers] = list_by_group.ON_PAPER.papers(db, deployment, reader, [(None, argument)])
    in_excel = list_by_group.IN_EXCEL.writing(db, deployment, reader, argument)
    for ending, writing in {**(papers or {}), "xlsx": in_excel}.items():
        if writing is not None:
            yield f"HCD-09/danh-sach-theo-nhom.{ending}", writing


def _roll_calls(viewer: Viewer, unit: str, package: QuarterPackage) -> Iterator[tuple[str, Callable[[], bytes]]]:
    for month in package.months:
        if rows := roll_call_list.rows(viewer, unit, month):
            title = viewer.text("roll_call_list.title", month=month_named(month))
            sheet = Sheet(title, roll_call_list.headings(viewer), rows)
            yield f"diem-danh/{month}.xlsx", partial(as_workbook, sheet)


def _figures(viewer: Viewer, unit: str, quarter: Quarter) -> Iterator[tuple[str, Callable[[], bytes]]]:
    now = figures.gather(viewer.db, unit, days_of("quarter", quarter.first), viewer.today)
    before = figures.gather(viewer.db, unit, now.period.before, viewer.today)
    title = viewer.text("quarter_package.figures", quarter=drafting.named(viewer.text, quarter))
    table = heads_of(viewer.wording, now, before), rows_of(viewer.wording, now, before)
    yield "so-lieu/so-lieu-quy.xlsx", partial(workbook, title, *table)


def _cover(viewer: Viewer, reader: Account, package: QuarterPackage) -> layout.Cover:
    unit = units.get(viewer.db, reader.unit)
    office = office_of(viewer.db, viewer.wording, reader)
    day = viewer.wording.date_on_paper(viewer.today)
    return layout.Cover(
        language="vi",
        office=" – ".join(filter(None, (office, unit.name if unit else ""))),
        title=viewer.text("quarter_package.title", quarter=drafting.named(viewer.text, package.quarter)),
        contents=_contents(viewer, package),
        missing=layout.Table(
            viewer.text("quarter_package.missing"),
            [viewer.text(f"quarter_package.missing.column.{column}") for column in ("who", "what")],
            [[missing.person.name, missing.words] for missing in package.missing],
        ),
        not_written=viewer.text("quarter_package.not_written"),
        made=viewer.text("document.office.made", who=reader.name, day=day),
    )


def _contents(viewer: Viewer, package: QuarterPackage) -> layout.Table:
    """Lists each kind of paper: how many, for whom, by when, where it stands in the ZIP."""
    counts = Counter(package.counts)
    until = viewer.wording.date_on_paper(report_window(package.quarter)[1])
    fields = {"sent": len(package.reports), "accepted": counts["accepted"], "all": counts.total(), "until": until}
    fields |= {"grouped": package.grouped, "number": package.list_number or "…", "months": len(package.months)}
    columns = ("what", "count", "for", "by")
    return layout.Table(
        viewer.text("quarter_package.contents"),
        [viewer.text(f"quarter_package.column.{column}") for column in columns],
        [
            [viewer.text(f"quarter_package.{paper}.{column}", **fields) for column in columns]
            for paper in ("hcd_08", "hcd_09", "roll_call", "figures_file")
        ],
    )


def _tell(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording = Wording.to(deployment.texts, reader_of(db, asked))
    title = _title(wording, asked)
    link = instead(wording, deployment, "quarter_package.link", address, title=title)
    caption = wording.text("quarter_package.caption", title=title, days=DAYS["documents"])
    return Outgoing(caption, attachment=asked.id, shows="file", instead=link)


def _title(wording: Wording, asked: Attachment) -> str:
    quarter = quarter_in(asked.argument)
    return wording.text("quarter_package.title", quarter=drafting.named(wording.text, quarter) if quarter else "")


def _tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    wording = Wording.to(deployment.texts, reader_of(db, asked))
    return Outgoing(wording.text("quarter_package.failed", title=_title(wording, asked)))


DOCUMENTS = (Document(PACKAGE, _prepare, _tell, _tell_failed, type=ZIP),)
COMMANDS = (
    Command(
        PACKAGE,
        ask,
        may=("officer",),
        words=("/hosoquy", "ho so quy", "bo ho so quy", "quarter package"),
        takes_argument=True,
    ),
)
