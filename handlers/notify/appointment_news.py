"""Whoever was to come hears that an appointment is off, whether its officer called it off or they have moved."""

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Outgoing
from handlers.kit.wording import Wording
from handlers.notify import notices
from storage.appointments import Appointment
from storage.database import Db
from storage.persons import Person


def tell_called_off(db: Db, deployment: Deployment, made: Appointment, person: Person) -> None:
    """Tells the person, where they have an account, as the appointment stood before."""

    def telling(wording: Wording) -> Outgoing:
        when = wording.moment(made.at, db.today) if made.at else ""
        return Outgoing(wording.text("notice.appointment_news.called_off", number=made.code, when=when))

    if person.account_id is not None:
        notices.tell(db, deployment, person.account_id, "appointment_news", telling, subject_id=person.id)
