"""What people chose where their words were not certain: each sentence once, and nothing of who or when."""

import pytest

from storage import unsure_choices
from storage.database import Store
from storage.unsure_choices import UnsureChoice


def test_a_sentence_is_kept_once_with_each_choice(store: Store) -> None:
    with store.transaction() as db:
        for chosen in ("training", "training", "loan_info"):
            unsure_choices.note(db, "em hoi vay von hoc nghe", chosen)
        today = db.today
        assert unsure_choices.every(db) == [
            UnsureChoice("em hoi vay von hoc nghe", "training", 2, today),
            UnsureChoice("em hoi vay von hoc nghe", "loan_info", 1, today),
        ]


def test_beyond_so_many_sentences_only_known_ones_are_counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsure_choices, "MOST", 2)
    with store.transaction() as db:
        for words in ("mot", "hai", "ba", "mot"):
            unsure_choices.note(db, words, "help")
        assert {(choice.words, choice.count) for choice in unsure_choices.every(db)} == {("mot", 2), ("hai", 1)}
