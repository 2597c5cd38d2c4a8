"""The papers on somebody being taken in charge: HCD-02, HCD-05, HCD-06 and HCD-07, each once there is what it says."""

from functools import partial

from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.people.office_document import OfficeDocument
from handlers.people.targets import not_here, person_in
from handlers.reports import first_steps, hcd_02
from handlers.taking_charge.intake import intake
from rules.taking_charge import DECIDED, MET, PROPOSED
from storage import taking_charge as storage

# form → the step that must have its day; none for what can be filled in by hand from the start
NEEDS_STEP = {"hcd_02": "", "hcd_05": MET.code, "hcd_06": PROPOSED.code, "hcd_07": DECIDED.code}
PAPERS = (
    OfficeDocument("hcd_02", partial(hcd_02.gather, intake)),
    OfficeDocument("hcd_05", partial(first_steps.of_meeting, intake)),
    OfficeDocument("hcd_06", first_steps.of_proposal),
    OfficeDocument("hcd_07", first_steps.of_decision),
)
DOCUMENTS = tuple(document for paper in PAPERS for document in paper.documents)


def papers(scope: Scope, argument: str) -> Reply:
    """Offers the papers whose step has been taken."""
    if not argument:
        return Start("find_person")
    person = person_in(scope, argument, "papers")
    if person is None:
        return not_here(scope)
    noted = {"", *storage.facts_of(scope.db, person.id)}
    offered = [paper for paper in PAPERS if NEEDS_STEP[paper.form] in noted]
    buttons = [
        Button(scope.text(f"document.form.{paper.form}"), paper.button(scope, person).press) for paper in offered
    ]
    back = scope.button("charge.button.page", f"do:charge:{person.id}")
    key = "charge.papers" if len(offered) == len(PAPERS) else "charge.papers_some"
    return Said(key, {"who": scope.wording.called(person)}, (*buttons, back, scope.menu_button()))


COMMANDS = (
    Command(
        "charge_documents",
        papers,
        may=("officer",),
        words=("giay to tiep nhan", "/giaytotiepnhan", "papers of taking in"),
        takes_argument=True,
    ),
)
