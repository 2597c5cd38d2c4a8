"""Signs that are no words: a thumb, folded hands, a smile typed as «:))»."""

import re
import unicodedata

# pictures, the tones of their skin, what joins and varies them
SIGNS = frozenset({"So", "Sk", "Cf", "Mn"})
SMILES = re.compile(r"[:;=]['\-^]?[()|*]+|\^[_.]?\^|\(y\)|<3", re.IGNORECASE)


def is_gesture(text: str) -> bool:
    """Says whether the text is nothing but emoji and smiles; a question mark asks something."""
    rest = "".join(SMILES.sub("", text).split())
    return bool(text.strip()) and all(unicodedata.category(sign) in SIGNS for sign in rest)
