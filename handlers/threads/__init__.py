"""Talk between a guardian and the officers about one person: a thread each, kept with the person's history."""

from handlers.kit.matter import DueWork, Matter
from handlers.threads import answer_time, closing, reading, unanswered, writing

MATTER = Matter(
    "threads",
    forms=(writing.thread_write, closing.thread_close, answer_time.answer_time),
    commands=(*reading.COMMANDS, *writing.COMMANDS, *closing.COMMANDS),
    open_lines=(writing.OPEN_LINE,),
    due=(DueWork((unanswered.UNANSWERED,), unanswered.ask_again),),
)
