"""Who gets a message: emergency, stop, the open dialogue, commands, an intent, or the open question again."""

from dataclasses import replace
from datetime import timedelta

from handlers.alerts import crisis
from handlers.help import intents
from handlers.kit import Incoming, Outgoing, Said, Turn, begin, last_choices, names_an_option, registry, take_turn
from handlers.kit.commands import Command, Reply, Run, Start
from handlers.kit.deployment import Deployment
from handlers.kit.keywords import Pressed, typed_command
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.linking import arrival
from handlers.notify import opt_out
from handlers.relay import talk_to_officer
from handlers.understand.emergency import emergency
from handlers.understand.fold import bare, clean
from handlers.understand.stopwords import is_resume, is_stop
from rules import chatter
from rules.notices import kind_of
from storage import attachments, conversations, outbox
from storage.conversations import Conversation
from storage.database import Db
from storage.inbox import Party
from storage.outbox import windows

DRAFT_LIFE = timedelta(days=7)
NUDGE_AFTER = timedelta(days=1)
REPLY = kind_of("reply")


def answer(db: Db, deployment: Deployment, party: Party, message: Incoming, message_id: int) -> None:
    """Takes one message's turn: the reply goes to the outbox, `party.talk` is what is to be stored."""
    wording = Wording(deployment.texts, party.account.language if party.account else "vi", party.account)
    unit = party.account.unit if party.account else deployment.unit
    scope = Scope(db, deployment, wording, party.chat, party.account, unit, message.channel, message_id, message.source)
    message = replace(message, text=clean(message.text)) if message.text else message
    if party.chat.held:
        windows.reader_wrote(db, party.chat.id)
    reply = _Route(scope, party, message).reply()
    if reply is None:
        return
    if message.quote:
        reply = replace(reply, quotes=message.quote)
    last_choices.show(party.talk, reply, talk_to_officer.going_on(reply) or reply.offered())
    if scope.chat.party_id != party.talk.party_id:
        _hand_on(scope, party.talk)
    outbox.put(
        db,
        party.chat,
        reply.to_json(),
        lane=REPLY.lane,
        kind=REPLY.id,
        expires_at=REPLY.ends_at(db.now),
        subject_id=reply.attachment or None,
    )


def _hand_on(scope: Scope, before: Conversation) -> None:
    """The chat was linked in this turn: the dialogue is the account's now, and so is the list shown last."""
    talk = conversations.get(scope.db, scope.chat.party_id, lock=True)
    if talk is not None:
        talk.offered, talk.labels = before.offered, before.labels
        conversations.save(scope.db, [(talk, scope.chat.id)])


class _Route:
    def __init__(self, scope: Scope, party: Party, message: Incoming):
        self.scope = scope
        self.party = party
        self.talk = party.talk
        self.message = message

    def reply(self) -> Outgoing | None:
        message = self.message
        if message.kind == "stopped":
            opt_out.blocked(self.scope)
            return None
        kind = emergency(message.text) if message.text else None
        if kind and not self._chooses(message):
            return crisis.answer(self.scope, kind, message.text)
        talk = self.talk
        talk.minute, talk.minute_count, treat = chatter.take(talk.minute, talk.minute_count, self.scope.now)
        if treat == "silent":
            return None
        if treat == "ask_to_wait":
            return self._say(Said("router.slow_down"))
        closed = self._closed_or_closing()
        if closed is not None:
            return closed
        if self._is_left_to_a_human():
            return None
        if self.scope.sender is None:
            return self._finish(arrival.answer(self.scope, self.talk, message))
        return self._linked()

    def _chooses(self, message: Incoming) -> bool:
        """A worry that the open question itself offers is an answer to it, typed out."""
        form = registry.FORMS.get(self.talk.form or "")
        return form is not None and names_an_option(form, self.talk.answers, message.text, self.scope)

    def _is_left_to_a_human(self) -> bool:
        """Somebody of the office writes here by hand: meanwhile the bot answers nothing but its own buttons."""
        until = self.party.chat.hushed_until
        return until is not None and until > self.scope.now and self.message.kind not in ("press", "start")

    def _closed_or_closing(self) -> Outgoing | None:
        text = self.message.text if self.message.kind == "text" else ""
        if text and is_stop(text):
            self.talk.close()
            return self._say(opt_out.stop(self.scope))
        if self.party.chat.state == "active":
            return None
        if self.party.chat.state == "blocked" or arrival.is_start(self.message):
            opt_out.reopen(self.scope)
            return None
        if not is_resume(text):
            return self._say(Said("stop.still"))
        return self._finish(opt_out.resume(self.scope))

    def _linked(self) -> Outgoing:
        message = self.message
        if message.media and not message.media.attachment and self._is_wanted():
            message = self.message = self._noted(message)
        if message.kind == "press":
            return self._pressed(message.press)
        if arrival.knocks(message, in_dialogue=bool(self.talk.form)):
            return self._finish(arrival.again(self.scope, message))
        if self.talk.form and typed_command(message)[0]:
            return self._in_dialogue()
        if found := registry.command_for(message.text, self.scope.account.roles) if message.kind == "text" else None:
            return self._run(*found)
        if not self.talk.form and (said := talk_to_officer.more(self.scope, self.talk.offered, message)):
            return self._say(said)
        if press := last_choices.press_of(self.talk, message):
            return self._pressed(press)
        if self.talk.form:
            return self._in_dialogue()
        return self._finish(intents.answer(self.scope, message))

    def _is_wanted(self) -> bool:
        """What is sent along is kept where it answers a question or goes on to an officer, and nowhere else."""
        return bool(self.talk.form) or talk_to_officer.goes_on(self.scope, self.talk.offered)

    def _noted(self, message: Incoming) -> Incoming:
        """A photo, voice note or file is noted at once, to be fetched while the dialogue goes on."""
        media = message.media
        assert media is not None
        attachment = attachments.expect(
            self.scope.db,
            chat_id=self.party.chat.id,
            channel=message.channel,
            kind=media.kind,
            ref=media.ref,
            size=media.size,
            account_id=self.scope.account.id,
            message_id=self.scope.message_id or None,
        )
        return replace(message, media=replace(media, attachment=attachment))

    def _pressed(self, press: str) -> Outgoing:
        kind, _, rest = press.partition(":")
        if kind == "go":
            return self._finish(registry.start_of(rest))
        if kind == "do":
            name, _, argument = rest.partition(":")
            return self._run(registry.COMMANDS.get(name), argument)
        if self.talk.form:
            return self._in_dialogue()
        pressed = Pressed.of(press)
        key = "router.dialogue_is_over" if pressed and pressed.form in registry.FORMS else "router.button_unknown"
        return self._say(Said(key, buttons=(self.scope.menu_button(),)))

    def _run(self, command: Command | None, argument: str) -> Outgoing:
        if command is None or not registry.allowed(command.may, self.scope.account.roles):
            return self._say(Said("router.not_for_you", buttons=(self.scope.menu_button(),)))
        return self._finish(command.run(self.scope, argument))

    def _in_dialogue(self) -> Outgoing:
        form = registry.FORMS.get(self.talk.form or "")
        if form is None or not registry.allowed(form.may, self.scope.account.roles):
            self.talk.close()
            return self._say(Said("router.form_is_gone", buttons=(self.scope.menu_button(),)))
        pressed_words = replace(self.message, kind="press", press=self.message.text) if self._echo() else self.message
        meant = last_choices.as_meant(form, self.talk, pressed_words)
        return self._kept(take_turn(form, self.talk.answers, meant, self.scope))

    def _echo(self) -> bool:
        """On channels whose taps come back as text, a button's value typed out is that button."""
        message = self.message
        pressed = Pressed.of(message.text) if message.kind == "text" and len(message.text) <= 64 else None
        return pressed is not None and pressed.form in registry.FORMS and bare(pressed.question) != ""

    def _finish(self, reply: Reply | Turn) -> Outgoing:
        if isinstance(reply, Turn):
            return self._kept(reply)
        if isinstance(reply, Outgoing):
            return reply
        if isinstance(reply, Said):
            return self._say(reply)
        if isinstance(reply, Run):
            return self._run(registry.COMMANDS.get(reply.command), reply.argument)
        return self._started(reply)

    def _started(self, start: Start) -> Outgoing:
        form = registry.FORMS.get(start.form)
        roles = self.scope.sender.roles if self.scope.sender else ()
        if form is None or not registry.allowed(form.may, roles):
            return self._say(Said("router.not_for_you", buttons=(self.scope.menu_button(),)))
        self.talk.close()
        self.talk.form = form.id
        return self._kept(begin(form, start.answers, self.scope))

    def _kept(self, turn: Turn) -> Outgoing:
        """The dialogue after a turn; the life of a draft starts anew with every answer."""
        self.talk.turn += 1
        self.talk.offered, self.talk.labels = [], {}
        if turn.over:
            self.talk.close()
        else:
            self.talk.answers = turn.answers
            form = registry.FORMS.get(self.talk.form or "")
            self.talk.offered = last_choices.asked(form, self.talk) if form else []
            self.talk.expires_at = self.scope.now + DRAFT_LIFE
            self.talk.nudge_at = self.scope.now + NUDGE_AFTER
        return turn.reply

    def _say(self, said: Said) -> Outgoing:
        return self.scope.say(said)
