"""Who gets a message: interrupts, the open dialogue, commands, a typed wish, or the open question again."""

from dataclasses import replace
from string import ascii_letters

from handlers.kit import (
    Button,
    Form,
    Incoming,
    Outgoing,
    Said,
    Turn,
    albums,
    begin,
    last_choices,
    page_answers,
    parking,
    replies,
    take_turn,
)
from handlers.kit.commands import Command, Reply, Run, Start, allowed
from handlers.kit.keywords import ButtonPress, typed_command
from handlers.kit.matter import Interruption, OpenLine
from handlers.kit.registry import Audience
from handlers.kit.scope import Scope
from handlers.kit.typed_wishes import command_in
from rules import chatter, record_letters
from storage import chats, drafts
from storage.inbox import Party


class Route:
    """One message on its way, through the same order of attention whether the chat has an account or none."""

    def __init__(self, scope: Scope, party: Party, message: Incoming):
        self.scope = scope
        self.party = party
        self.talk = party.talk
        self.message = message
        self.registry = scope.deployment.registry
        self.way_back: Button | None = None

    @property
    def audience(self) -> Audience:
        """Finds the audience anew each time: a chat may be linked in this very turn."""
        return self.registry.linked if self.scope.sender else self.registry.strangers

    @property
    def roles(self) -> tuple[str, ...]:
        return self.scope.sender.roles if self.scope.sender else ()

    def reply(self) -> Outgoing | None:
        """Answers the message; None where nothing is said."""
        talk, most = self.talk, chatter.most_in(self.party.chat.state)
        is_further = albums.is_further(talk, self.message)
        interruption = self._interruption(limited=False)
        if interruption is None:
            if is_further:
                self._join_album()
                return None
            if self._is_tick():
                return self._dispatch()
            talk.minute, talk.minute_count, treat = chatter.take(talk.minute, talk.minute_count, self.scope.now, most)
            if treat == "silent":
                return None
            if treat == "ask_to_wait":
                return self.scope.say(Said("router.slow_down"))
            interruption = self._interruption(limited=True)
        if interruption is not None:
            return self._interrupted(interruption.reply)
        return None if self._is_left_to_a_human() else self._led_back(self._dispatch())

    def _interrupted(self, reply: Reply | None) -> Outgoing | None:
        """Says what cannot wait; an open dialogue stands, led back to by a button, and its list is put away."""
        if reply is None:
            return None
        out = self._finish(reply)
        self._keep_open()
        return self._led_back(out)

    def _keep_open(self) -> None:
        form = self._open_form()
        if form is None:
            self.way_back = parking.way_back(self.scope, self.talk)
            return
        last_choices.put_away(form, self.talk)
        self.way_back = replies.back_button(form, self.talk.answers, self.scope)

    def _led_back(self, out: Outgoing) -> Outgoing:
        """Adds the button that leads back to a dialogue that waits."""
        way = self.way_back
        if way is None or any(button.press == way.press for button in out.buttons):
            return out
        return replace(out, buttons=(*out.buttons, way))

    def _open_form(self) -> Form | None:
        return self.audience.forms.get(self.talk.form or "")

    def _join_album(self) -> None:
        """Puts a further picture beside the first, without a word; what stands under it goes where the first went."""
        albums.join(self.scope, self.talk, self.message, self._open_form())
        line = self._open_line() if self.message.text and not self.talk.form else None
        if line is not None:
            line.more(self.scope, replace(self.message, kind="text", media=None))

    def _is_tick(self) -> bool:
        """Says whether a press switches one of several choices: many of these make one answer, and none is counted."""
        return last_choices.is_tick(self._open_form(), self.message) and self.party.chat.state in chats.WRITTEN_IN

    def _interruption(self, *, limited: bool) -> Interruption | None:
        for interrupt in self.registry.interrupts:
            if interrupt.limited == limited and (interruption := interrupt.hear(self.scope, self.talk, self.message)):
                return interruption
        return None

    def _is_left_to_a_human(self) -> bool:
        """Says whether an officer writes here by hand: meanwhile only our own buttons are answered."""
        return self.party.chat.is_hushed(self.scope.now) and self.message.kind not in ("press", "start")

    def _dispatch(self) -> Outgoing:
        self.audience.set_wording(self.scope, self.talk)
        line = self._open_line()
        self._note_media(is_wanted=bool(self.talk.form) or line is not None or page_answers.is_fill(self.message))
        message = self.message
        if message.kind == "press":
            return self._pressed(message.press)
        if (answered := self.audience.on_arrival(self.scope, self.talk, message)) is not None:
            return self._finish(answered)
        if self.talk.form and typed_command(message)[0]:
            back = last_choices.leads_back(self.talk, message)
            return self._pressed(back) if back else self._in_dialogue()
        if message.forwarded and message.kind == "text":
            return self._passed_on(line)
        if message.kind == "text":
            asked = command_in(message.text, self.audience, self.scope, self._open_form(), self.talk.answers)
            if asked:
                return self._run_typed(*asked)
        if line is not None and not self.talk.form and (said := line.more(self.scope, message)):
            return self.scope.say(said)
        if press := last_choices.press_of(self.talk, message):
            return self._pressed(press)
        if self.talk.form:
            return self._in_dialogue()
        if message.kind == "text" and (record := self.audience.record_for(message.text, self.roles)):
            return self._run(*record)
        self.way_back = parking.way_back(self.scope, self.talk)
        if self.way_back and typed_command(message)[0] == "go_on":
            return self._pressed(self.way_back.press)
        return self._finish(self.audience.fallback(self.scope, message))

    def _run_typed(self, command: Command, argument: str) -> Outgoing:
        """Runs a typed command; a bare number behind it is the place in the list that was shown, if there is one."""
        if not argument and (shown := self._meant_by(command)):
            return self._run(command, shown)
        number = argument.lstrip(ascii_letters)
        at_place = last_choices.listed_at(self.talk, command, self.audience.commands, int(number or 0))
        if at_place and argument.startswith("so"):
            if command.record in record_letters.LETTERS:
                return self._finish(last_choices.which(self.scope, command, number, at_place))
            argument = number
        return self._run(command, at_place if at_place and argument == number else number)

    def _passed_on(self, line: OpenLine | None) -> Outgoing:
        """Answers what somebody else has written: it can be noted or go on to an officer, but asks for nothing."""
        if self.talk.form:
            return self._in_dialogue()
        said = line.more(self.scope, self.message) if line else None
        return self._finish(said or self.audience.fallback(self.scope, self.message))

    def _open_line(self) -> OpenLine | None:
        """Finds the talk that goes on outside any form."""
        line = next((line for line in self.registry.open_lines if line.end in self.talk.offered), None)
        return line if line is not None and self.scope.sender and line.goes_on(self.scope) else None

    def _note_media(self, *, is_wanted: bool) -> None:
        """Notes a photo, voice note or file at once, to be fetched while the dialogue goes on.

        It is kept where it answers a question, begins something or goes on to an officer, and nowhere else.
        """
        media = self.message.media
        if media is None or media.attachment:
            return
        is_wanted = is_wanted and self.scope.sender is not None
        if is_wanted or (not self.talk.form and self.audience.takes_media(self.scope, media)):
            self.message = replace(self.message, media=albums.noted(self.scope, self.talk, self.message, media))

    def _pressed(self, press: str) -> Outgoing:
        kind, _, rest = press.partition(":")
        if kind == "go":
            return self._finish(Start.described(rest))
        if kind == "do":
            name, _, argument = rest.partition(":")
            return self._run(self.audience.commands.get(name), argument)
        if kind == page_answers.FILL:
            return self._filled(self.audience.forms.get(rest))
        button = ButtonPress.of(press)
        if self._takes_up(button) or self.talk.form:
            return self._in_dialogue()
        is_over = button is not None and button.form in self.audience.forms
        return self._nowhere("router.dialogue_is_over" if is_over else "router.button_unknown")

    def _filled(self, form: Form | None) -> Outgoing:
        """Takes the fields of a page into their form, which is begun for them, or taken up where it was set aside."""
        if form is None or not form.on_page or not allowed(form.may, self.roles):
            return self._nowhere("router.not_for_you")
        if self.talk.form != form.id:
            self._park()
            self.talk.close()
        return self._after_turn(page_answers.filled(form, self.talk, self.message, self.scope))

    def _takes_up(self, button: ButtonPress | None) -> bool:
        """Goes on with the dialogue of a button, if it was set aside; another that is open is set aside for it."""
        open_form = self._open_form()
        if button and open_form and button.form == open_form.id and button.command == parking.EARLIER:
            return parking.exchange(self.scope, self.talk, open_form)
        form = self.audience.forms.get(button.form) if button and button.form != self.talk.form else None
        if form is None or not allowed(form.may, self.roles):
            return False
        if drafts.of_form(self.scope.db, self.talk.party_id, form.id) is None:
            return False
        self._park()
        parking.take_up(self.scope, self.talk, form)
        return True

    def _park(self) -> None:
        """Sets an open dialogue aside. Whoever has no account has one way to go, and stays on it."""
        form = self._open_form() if self.scope.sender else None
        if form is not None:
            self.way_back = parking.park(self.scope, self.talk, form)

    def _run(self, command: Command | None, argument: str) -> Outgoing:
        if command is None or not allowed(command.may, self.roles):
            return self._nowhere("router.not_for_you")
        if command.keeps_form:
            self._keep_open()
        elif self.talk.form:
            self._park()
        else:
            self.way_back = self.way_back or parking.way_back(self.scope, self.talk)
        return self._finish(command.run(self.scope, argument))

    def _in_dialogue(self) -> Outgoing:
        form = self._open_form()
        if form is None or not allowed(form.may, self.roles):
            self.talk.close()
            return self._nowhere("router.form_is_gone")
        message = last_choices.as_button(self.message, self.audience.forms)
        meant = last_choices.as_meant(form, self.talk, message)
        turn = take_turn(form, self.talk.answers, meant, self.scope, self._elsewhere)
        if turn.takes_answer(self.talk.answers):
            self.talk.minute_count = max(self.talk.minute_count - 1, 0)  # whoever answers quickly makes no noise
        return self._after_turn(turn)

    def _elsewhere(self, message: Incoming, sure: bool) -> Reply | None:
        """Hears what is wanted of another matter than the open one."""
        reply = self.audience.wish(self.scope, message, sure)
        return None if isinstance(reply, Start) and reply.form == self.talk.form else reply

    def _finish(self, reply: Reply) -> Outgoing:
        if isinstance(reply, Outgoing):
            return reply
        if isinstance(reply, Said):
            return self.scope.say(reply)
        if isinstance(reply, Run):
            command = self.audience.commands.get(reply.command)
            return self._run(command, reply.argument or (self._meant_by(command) if command else ""))
        return self._started(reply)

    def _meant_by(self, command: Command) -> str:
        return "" if command.lists else self._on_screen(command.record)

    def _on_screen(self, record: str) -> str:
        """Finds the one record of this kind that is on the screen, where a sentence asks for something to be done."""
        is_typed = self.message.kind == "text" and record in record_letters.LETTERS
        return last_choices.on_screen(self.talk, record, self.audience.commands) if is_typed else ""

    def _started(self, start: Start) -> Outgoing:
        form = self.audience.forms.get(start.form)
        if form is None or not allowed(form.may, self.roles):
            return self._nowhere("router.not_for_you")
        self._make_room(form)
        self.talk.close()
        self.talk.form = form.id
        about = form.questions[0].id
        shown = self._on_screen(about)
        turn = begin(form, {**({about: shown} if shown else {}), **start.answers}, self.scope)
        self.talk.begun_with = parking.nobody_misses(turn.answers, self.message)
        return self._after_turn(turn)

    def _make_room(self, form: Form) -> None:
        """Sets aside what is open, and offers what was left of the form that begins; nobody misses an empty one."""
        if self.talk.form and (self.talk.form != form.id or parking.has_answers(self.talk)):
            self._park()
        if self.scope.sender is None:
            return
        earlier = parking.earlier(self.scope, self.talk, form)
        if earlier is not None:
            self.way_back = earlier
        elif self.talk.back[0] == form.id and parking.drop_empty(self.scope, self.talk, form):
            self.way_back = None

    def _after_turn(self, turn: Turn) -> Outgoing:
        """Keeps the dialogue after a turn; the life of a draft starts anew with every answer."""
        self.talk.turn += 1
        self.talk.offered, self.talk.labels = [], {}
        if turn.over:
            self.talk.close()
            self.way_back = parking.way_back(self.scope, self.talk)
        else:
            self.talk.answers = turn.answers
            form = self._open_form()
            self.talk.offered = last_choices.asked(form, self.talk) if form else []
            self.talk.expires_at = self.scope.now + parking.DRAFT_LIFE
            self.talk.nudge_at = self.scope.now + parking.NUDGE_AFTER
        if turn.aside:
            self._park()
        return self._finish(turn.reply)

    def _nowhere(self, key: str) -> Outgoing:
        return self._finish(self.audience.nowhere(self.scope, key))
