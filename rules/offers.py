"""What an offer of a job or a course is: its kinds and states, how long it stands, when its partner is asked anew."""

from datetime import date, timedelta

KINDS = ("job", "course", "trainee")
# kinds that pay who comes
PAID = ("job", "trainee")
# held: an officer looks first; refused: an officer has said no; filled: everybody is found
HELD, LIVE = ("held",), ("held", "open")
# people have seen an offer that is or was in one of these, so an officer has looked at its partner
SEEN_STATES = ("open", "filled", "closed")

ASKED_BEFORE = timedelta(days=3)
# how long an offer without a last day stands before its partner is asked; without an answer it ends
STANDS_FOR = timedelta(days=60)
RENEWED_FOR = timedelta(days=30)
# officers are reminded of an offer that nobody has looked at
HELD_REMINDED = timedelta(days=2)


def last_day(closes_on: date | None, fresh_since: date) -> date:
    """Gives the last day on which it can be had: its own, or 60 days after the partner last said that it stands."""
    return closes_on or fresh_since + STANDS_FOR


def asked_on(last: date) -> date:
    """Gives the day on which the partner is asked whether it goes on."""
    return last - ASKED_BEFORE


def renewed_until(last: date, today: date) -> date:
    """Gives the last day of an offer that is renewed today."""
    return max(last, today) + RENEWED_FOR
