"""Which help somebody needs, in their own words; of three kinds no answers were learnt."""

from handlers.kit import Choice, Option
from handlers.understand import answers as own_words
from handlers.understand.need_words import need_in


class NeedKind(Choice):
    """«hoc phi cho con» is a child's schooling and no course of one's own."""

    def in_own_words(self, text: str, options: list[Option]) -> own_words.Meant:
        told = need_in(text)
        return own_words.Meant((told,)) if told else super().in_own_words(text, options)

    def told_in(self, text: str, options: list[Option]) -> dict[str, float]:
        told = need_in(text)
        return {told: own_words.SURELY} if told else super().told_in(text, options)
