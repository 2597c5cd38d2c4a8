"""A job fair or a talk is announced: an officer's is seen at once, a partner's as its offers are."""

from datetime import datetime

from handlers.kit import Answers, Choice, Form, Moment, Outgoing, Problem, Said
from handlers.kit.messages import JsonValue
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import officers
from handlers.understand.fold import bare
from handlers.work import fair_words, holding
from handlers.work.offer_fields import Public, Title, Where
from rules import offer_signs
from storage import access, fairs, offer_states
from storage.fairs import Fair

POSTERS = ("officer", "partner")
KINDS = ("fair", "talk")
# the texts in which signs of a trap are looked for
TEXTS = ("title", "place", "for_whom", "details")


class MomentToCome(Moment):
    """A day and a time that are still ahead."""

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        if datetime.fromisoformat(stored) <= scope.now:
            raise Problem("past")


def cannot_post(scope: Scope) -> Said | None:
    if access.acts(scope.account, "officer") or scope.account.organisation_id is not None:
        return None
    return Said("offer_post.no_organisation", buttons=(scope.human_button(), scope.menu_button()))


def why_held(answers: Answers, scope: Scope) -> tuple[str, ...]:
    """Lists why an officer looks first; nothing where it is an officer who posts."""
    if access.acts(scope.account, "officer"):
        return ()
    words = " ".join(str(answers.get(question) or "") for question in TEXTS)
    signs = offer_signs.signs_of(offer_signs.Told(bare(words)))
    is_first = not offer_states.was_ever_seen(scope.db, scope.account.organisation_id or 0)
    return (offer_signs.FIRST, *signs) if is_first else signs


def post(answers: Answers, scope: Scope) -> Said:
    held = why_held(answers, scope)
    fair = fairs.add(
        scope.db,
        unit=scope.unit,
        kind=answers["kind"],
        title=answers["title"],
        place=answers["place"],
        starts_at=datetime.fromisoformat(answers["starts_at"]),
        for_whom=answers["for_whom"] or "",
        details=answers["details"] or "",
        organisation_id=scope.account.organisation_id,
        by=scope.account.id,
        signs=held,
        state="held" if held else "open",
    )
    scope.audit("fair.held" if held else "fair.posted", fair.id, fair.kind)
    if held:
        _tell_officers(scope, fair)
    see = scope.button("fairs.see", f"do:fair:{fair.id}")
    fields = {"fair": fair_words.line(scope.wording, fair, scope.today)}
    if held:
        fields["why"] = holding.reasons(scope.wording, held)
    return Said("fair_post.held" if held else "fair_post.done", fields, (see, scope.menu_button()))


def _tell_officers(scope: Scope, fair: Fair) -> None:
    def telling(wording: Wording) -> Outgoing:
        why = holding.reasons(wording, fair.signs or ())
        return Outgoing(wording.text("notice.fair_held", fair=fair.title, why=why), (fair_words.to_see(wording, fair),))

    officers.tell(scope, "fair_held", telling, subject_id=fair.id, unit=fair.unit)


fair_post = Form(
    "fair_post",
    Choice("kind", KINDS),
    Title("title", longest=120),
    Where("place", longest=120),
    MomentToCome("starts_at"),
    Public("for_whom", longest=200, optional=True),
    Public("details", longest=500, optional=True),
    submit=post,
    may=POSTERS,
    ready=cannot_post,
)
