"""New offers that suit are told to who wished it: once a day at most, the best of them in one message."""

from collections import defaultdict
from collections.abc import Mapping

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.work import best_jobs, seeking
from handlers.work.best_jobs import AT_A_TIME
from rules import quiet
from rules.deadlines import MORNING
from rules.local_time import at
from rules.matching import Match, order, reasons
from rules.notices import kind_of
from storage import accounts, chats, job_searches, offers, persons, planning
from storage.database import Db
from storage.due import Due, Planned
from storage.job_searches import JobSearch
from storage.offers import Offer
from storage.persons import Person

KIND = "new_jobs"


def _plan(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    """Plans the day's word for those of the page's persons who want it and in whose commune something is new."""
    wanting = persons.several(db, job_searches.with_alerts(db, page.start, page.end))
    period, moment = db.today.isoformat(), at(db.today, MORNING)
    return [
        Planned(KIND, person.id, period, moment, person.unit, person.account_id)
        for person in wanting.values()
        if person.account_id is not None and person.status == "managed"
    ]


DAILY = DailyPlan(KIND, planning.persons_page, _plan)


def tell(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells each person of what is new and suits; as many queries as there are communes, however many people."""
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    people = persons.several(db, {row.subject_id for row in due_rows})
    searches = job_searches.several(db, people)
    readers = accounts.several(db, {person.account_id for person in people.values() if person.account_id})
    reachable = chats.reaching(db, readers)
    by_unit = defaultdict(list)
    for row in due_rows:
        by_unit[row.unit].append(row)
    told: list[int] = []
    for unit, rows in by_unit.items():
        fresh = _Fresh(db, deployment, unit)
        for row in rows:
            person, search = people.get(row.subject_id), searches.get(row.subject_id)
            reader = readers.get(person.account_id or 0) if person else None
            chat = reachable.get(reader.id) if reader else None
            if person is None or search is None or reader is None or not search.alerts or reader.status != "active":
                batch.drop([row], "no longer so")
            elif chat is None or kind_of(KIND).is_too_late(row.at, leaves):
                batch.drop([row], "no chat or too late")
            else:
                count, matches = fresh.suiting(person, search)
                if not count:
                    batch.drop([row], "nothing new")
                    continue
                with batch.attempt([row], writes=False):
                    wording = Wording.to(deployment.texts, reader)
                    out = notices.covered(_out(wording, count, matches, fresh.there), wording)
                    notices.put(db, deployment, chat, out, KIND)
                    told.append(person.id)
    job_searches.note_told(db, told)


class _Fresh:
    """The open offers of a commune, read once for all its people."""

    def __init__(self, db: Db, deployment: Deployment, unit: str):
        open_now = [offer for offer in offers.open_offers(db, unit) if offer.kind != "loan"]
        self.there: Mapping[int, Offer] = {offer.id: offer for offer in open_now}
        self.spots = seeking.spots_of(db, open_now, unit)
        self.listings = seeking.listings_of(open_now, self.spots)
        self.weights = deployment.tables.matching
        self.today = db.today.toordinal()

    def suiting(self, person: Person, search: JobSearch) -> tuple[int, list[Match]]:
        """Counts what was posted since the person was last told and suits well enough; gives the best, with why."""
        since = search.told_up_to
        new = [listing for listing in self.listings if since is None or self.there[listing.id].fresh_since > since]
        seeker = seeking.seeker_of(person, search, self.spots)
        ordered = order(seeker, new, self.weights, self.today)
        count = sum(points >= self.weights["told_from"] for points, _ in ordered)
        shown = ordered[: min(count, AT_A_TIME)]
        why = (reasons(seeker, listing, self.weights, self.today) for _, listing in shown)
        return count, [Match(listing.id, points, each) for (points, listing), each in zip(shown, why, strict=True)]


def _out(wording: Wording, count: int, matches: list[Match], offers_by_id: Mapping[int, Offer]) -> Outgoing:
    lines = "\n".join(f"– {best_jobs.line(wording, offers_by_id[match.id], match)}" for match in matches)
    look = Button(wording.text("best_jobs.button"), "do:best_jobs", "command", wording.text("best_jobs.typed"))
    stop = Button(wording.text("my_search.button"), "do:my_search", "command", wording.text("my_search.typed"))
    return Outgoing(wording.text("notice.new_jobs", count=count, lines=lines), (look, stop))
