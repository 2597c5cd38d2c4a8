"""What is answered at questions and told of visits, as sentences that tell of no danger: learnt from beside phrases.

Left out are answers that may be danger, or that answer nothing. An answer alone has no intent, a story of a visit has.
"""

from collections.abc import Iterable

from training import answer_rows, story_rows
from training.phrases import Phrase

QUESTIONS_OF_DANGER = ("alarm.what", "alert_close.outcome")
WORRYING = frozenset(
    ["violence", "low_mood", "bad", "ill", "drugs", "left_area", "low", "health", "hospital", "health_care", "unwell"]
)


def trained_on() -> list[Phrase]:
    return [*_answers(), *_stories()]


def _answers() -> Iterable[Phrase]:
    for row in answer_rows.beside_others():
        answers_nothing = answer_rows.NO_ANSWER in row.codes
        if row.question not in QUESTIONS_OF_DANGER and not answers_nothing and not WORRYING & row.codes:
            yield Phrase(row.writer, row.text, "", "", "no", "", row.spelling)


def _stories() -> Iterable[Phrase]:
    for story in story_rows.trained_on():
        in_phrases = story.writer in story_rows.SHORT_REPORTS
        if not in_phrases and not WORRYING & (story.told["concerns"] | story.told["needs"]):
            intent = "report_visit" if story.told["outcome"] else ""
            yield Phrase(story.writer, story.text, "guardian" if intent else "", intent, "no", "", "")
