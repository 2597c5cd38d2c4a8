"""How somebody who asks for an offer is said to the partner: exactly this is shown to the person before they agree."""

from datetime import date

from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording, capital
from handlers.understand.phones import spoken
from rules.trades import age
from storage.applicants import Applicant


def with_age(wording: Wording, applicant: Applicant, today: date) -> str:
    """Names an applicant with the age: «anh Nam, 34 tuổi»."""
    name, years = wording.called(applicant), age(applicant.born, today)
    return wording.text("applicant.with_age", who=name, age=years) if years else name


def line(wording: Wording, applicant: Applicant, today: date) -> str:
    """Names an applicant and how it stands: «Anh Nam, 34 tuổi · chờ trả lời»."""
    state = wording.text(f"applicant.state.{applicant.state}")
    return f"{capital(with_age(wording, applicant, today))} · {state}"


def as_seen(viewer: Viewer, applicant: Applicant) -> str:
    """Lists all that the partner sees, a fact a line."""
    wording, shown = viewer.wording, applicant.shown
    facts = {
        "trade": wording.text(f"trade.{shown['trade']}") if shown.get("trade") else "",
        "hours": wording.text(f"wish.hours.{shown['hours']}") if shown.get("hours") else "",
        "hamlet": applicant.hamlet,
        "phone": spoken(applicant.phone) if applicant.phone else "",
    }
    lines = [capital(with_age(wording, applicant, viewer.today))]
    lines += [wording.text(f"applicant.fact.{fact}", value=value) for fact, value in facts.items() if value]
    if applicant.shows("cv"):
        lines.append(wording.text("applicant.fact.cv"))
    return "\n".join(f"– {line}" for line in lines)
