"""An officer writes to many at once: the words, for whom, and a dry run before anything leaves."""

import hashlib
from datetime import datetime

from handlers.broadcasts import recipients, review
from handlers.broadcasts.preview import Preview, preview
from handlers.broadcasts.recipients import Recipients
from handlers.kit import Answers, Choice, Form, Incoming, JsonValue, Moment, Option, Problem, Question, Said, Text
from handlers.kit.question import Condition, Line
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.people import naming
from handlers.understand.fold import bare, clean
from rules import broadcasts as rules
from rules import roles
from rules.local_time import at
from storage import attachments, broadcasts
from storage.broadcasts import Written, audiences
from storage.broadcasts.audiences import Audience

MAY = ("officer", "admin")
LONGEST_LIST = 6000


class Words(Question):
    """What is to be said: typed, or a photo with words under it. Stored as `{"text", "attachment", "kind"}`."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        text, media = clean(message.text).strip(), message.media
        if media is not None and media.kind in ("photo", "file") and media.attachment:
            return {"text": text, "attachment": media.attachment, "kind": media.kind}
        if media is not None or not text:
            raise Problem("words_please")
        return {"text": text, "attachment": 0, "kind": ""}

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, dict) and isinstance(stored.get("text"), str)

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        longest = rules.LONGEST_WITH_PHOTO if stored["attachment"] else rules.LONGEST
        if len(stored["text"]) > longest:
            raise Problem("too_long", longest=longest)

    def bare(self, stored: JsonValue, answers: Answers) -> JsonValue | None:
        said = said_in({**answers, "words": stored})
        return {"text": said, "attachment": 0, "kind": ""} if stored["attachment"] and said else None

    def show(self, stored: JsonValue, answers: Answers, viewer: Viewer) -> str:
        said = review.shortened(said_in({**answers, "words": stored}))
        sent = viewer.text(f"dialogue.sent.{stored['kind']}") if stored["attachment"] else ""
        return " · ".join(part for part in (said, sent) if part)


def lacks_words(answers: Answers) -> bool:
    return not answers["words"]["text"]


def said_in(answers: Answers) -> str:
    return str(answers["words"]["text"] or answers.get("caption") or "")


def is_for(kind: str) -> Condition:
    return lambda answers: answers.get("audience") == kind


def code_of(hamlet: str) -> str:
    """Makes a short code of a hamlet's name, which may be longer than a button carries."""
    return hashlib.sha256(bare(hamlet).encode()).hexdigest()[:12]


def hamlets(_answers: Answers, scope: Scope) -> list[Option]:
    in_order = sorted(_hamlets(scope.author).items(), key=lambda hamlet: naming.place_in_list(hamlet[1][0]))
    return [Option(code, hamlet_named(code, scope.author)) for code, _ in in_order]


def hamlet_named(code: str, viewer: Viewer) -> str:
    name, count = _hamlets(viewer).get(code, ("", 0))
    return viewer.text("broadcast.hamlet.one", hamlet=name, count=count) if name else ""


def _hamlets(viewer: Viewer) -> dict[str, tuple[str, int]]:
    """Gives code → (name, people) of each hamlet once, however it is spelt in the records, and as it is spelt most."""
    spelt: dict[str, list[tuple[int, str]]] = {}
    unit = viewer.reader.unit if viewer.reader else ""
    for name, count in viewer.once("hamlets", lambda: audiences.hamlets(viewer.db, unit)):
        spelt.setdefault(code_of(name), []).append((count, " ".join(name.split())))
    return {code: (max(ways)[1], sum(count for count, _ in ways)) for code, ways in spelt.items()}


class Names(Text):
    """Somebody at least must be found; who is not is shown at the review."""

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        named = found_in(stored, scope.author)
        if not named.accounts and not named.not_linked:
            raise Problem("nobody")

    def show(self, stored: JsonValue, answers: Answers, viewer: Viewer) -> str:
        return viewer.text("broadcast.names.found", count=len(found_in(stored, viewer).accounts))


def found_in(names: str, viewer: Viewer) -> Recipients:
    """Finds the recipients named in the answer; nobody, for a reader without an account."""
    officer = viewer.reader
    return viewer.once(
        f"named {names}", lambda: recipients.read(viewer.db, officer, names) if officer else Recipients()
    )


class LeavesAt(Moment):
    """When it is to leave; skipped: as soon as nobody's phone is to be silent."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        try:
            # as the field of a page has it: without an offset
            typed = datetime.fromisoformat(message.text.strip())
        except ValueError:
            return super().read(message, value, answers, scope)
        return at(typed.date(), typed.time()).isoformat()

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        if stored is None:
            return
        moment = datetime.fromisoformat(stored)
        if moment <= scope.now:
            raise Problem("past")
        if moment > scope.now + rules.FARTHEST:
            raise Problem("too_far", days=rules.FARTHEST.days)

    def line(self, stored: JsonValue, answers: Answers, viewer: Viewer) -> Line:
        at_once = viewer.text(self.key("at_once"))
        return Line(viewer.text(self.key("label")), at_once if stored is None else self.show(stored, answers, viewer))


def leaves_at_once(_audience: JsonValue, _scope: Scope) -> Answers:
    return {"leaves_at": None}


def planned_for(answers: Answers) -> datetime | None:
    stored = answers.get("leaves_at")
    return datetime.fromisoformat(stored) if stored else None


def audience_of(answers: Answers, scope: Scope) -> Audience:
    if answers["audience"] == "role":
        return Audience(scope.unit, answers["role"])
    if answers["audience"] == "list":
        return Audience(scope.unit, "list", tuple(sorted(found_in(answers["names"], scope.author).accounts)))
    everywhere = audiences.hamlets(scope.db, scope.unit)
    meant = tuple(sorted(name for name, _ in everywhere if code_of(name) == answers["hamlet"]))
    return Audience(scope.unit, "families" if answers["families"] == "yes" else "hamlet", meant)


def preview_of(answers: Answers, scope: Scope) -> Preview:
    audience = audience_of(answers, scope)
    return preview(scope.db, scope.deployment, audience, but=scope.account.id, planned_for=planned_for(answers))


def preview_text(answers: Answers, scope: Scope) -> str:
    named = found_in(answers["names"], scope.author) if answers["audience"] == "list" else None
    attachment = attachments.get(scope.db, answers["words"]["attachment"])
    return review.before_sending(scope, said_in(answers), preview_of(answers, scope), named, attachment)


def send(answers: Answers, scope: Scope) -> Said:
    """Writes the broadcast down, for the scheduler to send. Pressed twice, it is one."""
    audience, dry_run = audience_of(answers, scope), preview_of(answers, scope)
    if not dry_run.by_way:
        raise Problem("nobody", question="audience")
    photo = attachments.get(scope.db, answers["words"]["attachment"])
    new = Written(
        unit=scope.unit,
        by_account=scope.account.id,
        chat_id=scope.chat.id,
        text=said_in(answers),
        attachment_id=photo.id if photo else None,
        audience=audience.kind,
        whom=audience.whom,
        total=dry_run.readers,
        foreseen=dry_run.takes,
        not_before=dry_run.leaves,
        waits=photo is not None and photo.state != "stored",
    )
    broadcast, is_new = broadcasts.add(scope.db, new, lasts=rules.LIFE, same_within=rules.SAME_WITHIN)
    if not is_new:
        return review.already(scope, broadcast)
    if broadcast.attachment_id:
        attachments.file_for_many(scope.db, broadcast.attachment_id)
    if audience.kind == "list":
        recipients.read(scope.db, scope.account, answers["names"], why="broadcast")
    scope.audit("broadcast.sent", broadcast.id, f"number {broadcast.number} {audience.kind} {dry_run.readers}")
    return review.accepted(scope, broadcast, dry_run)


broadcast = Form(
    "broadcast",
    Words("words", verbatim=True),
    Text("caption", longest=rules.LONGEST_WITH_PHOTO, when=lacks_words, verbatim=True),
    Choice("audience", rules.AUDIENCES, brings=leaves_at_once),
    Choice("role", roles.ADDRESSED, when=is_for("role")),
    Choice("hamlet", hamlets, named=hamlet_named, when=is_for("hamlet")),
    Choice("families", ("yes", "no"), when=is_for("hamlet")),
    Names("names", longest=LONGEST_LIST, when=is_for("list")),
    LeavesAt("leaves_at", optional=True),
    submit=send,
    may=MAY,
    preview=preview_text,
    on_page=True,
)
