"""A need for work or training is met when a place is found: nobody goes on looking for whoever is taken on."""

from handlers.kit.deployment import Deployment
from handlers.notify import need_telling
from rules.needs import MET
from storage import needs
from storage.database import Db
from storage.hiring import Interest
from storage.offers import Offer

# kind of offer → the need that it meets
MEETS = {"job": "job", "course": "training", "trainee": "training"}


def meet(db: Db, deployment: Deployment, now: Interest, offer: Offer, by: int) -> None:
    """Ends what the person needed and has now, and thanks whoever had it; a place that falls through is asked anew."""
    if now.state != "taken_on":
        return
    for need in needs.of_person(db, now.person_id):
        if need.kind == MEETS[offer.kind]:
            need_telling.over(db, deployment, need, MET, by)
