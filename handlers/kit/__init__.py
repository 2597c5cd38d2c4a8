"""The dialogue kit: forms, questions, one turn of a conversation, and the router; it knows no matter."""

from handlers.kit.choices import Choice, Choices, Consent, YesNo
from handlers.kit.form import Form
from handlers.kit.messages import Answers, Button, Incoming, JsonValue, Media, Option, Outgoing, Said
from handlers.kit.question import Brought, Line, Problem, Question, always
from handlers.kit.questions import Amount, Day, File, Moment, Note, Phone, Photo, Place, Text, Voice
from handlers.kit.turn import Turn, begin, names_an_option, plain_answer
from handlers.kit.turn_taking import take_turn

__all__ = [
    "Amount",
    "Answers",
    "Brought",
    "Button",
    "Choice",
    "Choices",
    "Consent",
    "Day",
    "File",
    "Form",
    "Incoming",
    "JsonValue",
    "Line",
    "Media",
    "Moment",
    "Note",
    "Option",
    "Outgoing",
    "Phone",
    "Photo",
    "Place",
    "Problem",
    "Question",
    "Said",
    "Text",
    "Turn",
    "Voice",
    "YesNo",
    "always",
    "begin",
    "names_an_option",
    "plain_answer",
    "take_turn",
]
