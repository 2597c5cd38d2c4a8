"""What is true of a tip without a name: its words, its states, how much is taken and how it is handed on."""

from collections.abc import Collection, Sequence
from datetime import timedelta

# waiting: nobody here has been told of it yet
OUTCOMES = ("acted", "passed_on", "noted")
# eight of 256 words: 64 bits
WORDS = 8
# fits whole into one message of every channel
LONGEST = 1500
MOST_PICTURES = 3
# of several pictures together
PICTURES_LARGEST = 10 * 1024 * 1024
# a form sent sooner was filled in by a program
FORM_RESTS = timedelta(seconds=5)
FORM_LIFE = timedelta(hours=3)
OPENED_FOR = timedelta(minutes=30)
# messages that officers have not been told of yet, of all communes together; past it no more are taken
MOST_WAITING = 200
# so many tips of a commune are told of in each quarter of an hour
HANDED_AT_ONCE = 5
# from the moment officers were told
TAKEN_WITHIN = timedelta(hours=12)


def phrase_of(secret: bytes, words: Sequence[str]) -> tuple[str, ...]:
    """Picks a word for each of the first eight bytes."""
    return tuple(words[byte] for byte in secret[:WORDS])


def words_in(folded: str) -> tuple[str, ...]:
    """Reads the words out of whatever stands around them: numbers, dots, lines."""
    return tuple("".join(letter if letter.isalpha() else " " for letter in folded).split())


def unknown_in(phrase: Sequence[str], words: Collection[str]) -> tuple[str, ...]:
    """Lists what is none of our words, so that a slip of the pen is found."""
    return tuple(word for word in phrase if word not in words)


# from the moment somebody took it
SETTLED_WITHIN = timedelta(days=7)
