"""Typed Vietnamese, read: emergencies, stop words, days, hours, amounts, numbers and what somebody came for.

Letters and words, used by all that follows:
`fold` composed, folded and split text · `abbreviations` short forms written out · `telex` keys left in a word ·
`spelling` one spelling for the grammars · `clauses` the parts of a sentence · `numerals` whole numbers in words.

Grammars, none of them learnt: what is nearly right is wrong:
`dates` days, from the patterns of `day_grammar`, the meanings in `day_readers` and the calendar in `lunar` ·
`quarters` · `hours` clock times · `moments` day and hour · `amounts` sums · `pay` · `phones` · `counts` how many.

Lists of words: `emergency` (`emergency.tsv`) · `false_alarms` what sounds like danger and is none · `stopwords` ·
`asides` what answers nothing · `corrections` what puts an answer right · `match` which of the offered options ·
`visit_words` (`visits.tsv`) · `need_words` and `checkin_words` answers of which none were learnt ·
`moods` sad and angry signs, swearing, English · `lock_screen` and `unkind` what our own texts must not say.

Learnt (docs/understanding.md): `features` what the models see · `learnt` (`weights.bin`) with `intents` what somebody
came for and `danger` · `answers` (`answers.bin`) what is meant at a question with choices · `visit_learnt`
(`visits.bin`) with `visits` and `visit_where` what is told of a visit; `packed_rows` adds all their weights up.

Beside the chat: `understood` all readings of one sentence, for measuring · `anonymise` sentences kept for review.
"""
