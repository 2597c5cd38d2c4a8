"""Every sentence we say, found by key and language: `handlers/texts/<language>/<matter>.po`."""

from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")
FOLDER = Path(__file__).parent


class NoTextForKey(LookupError):
    """A text was asked for that no .po file has. Add the key to its matter's file in handlers/texts/vi and en."""


class KeyStandsTwice(ValueError):
    """Two files of one language have the same key. Keep it in the file of the matter that says it."""


@dataclass(frozen=True, slots=True)
class Texts:
    by_language: dict[str, dict[str, str]]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Texts":
        """Reads every language. What is not translated yet is said in Vietnamese."""
        own = {language: read_language(folder / language) for language in LANGUAGES}
        return cls({language: {**own["vi"], **own[language]} for language in LANGUAGES})

    def find(self, language: str, key: str) -> str:
        texts = self.by_language.get(language) or self.by_language["vi"]
        try:
            return texts[key]
        except KeyError:
            raise NoTextForKey(f"{key} ({language})") from None

    def has(self, key: str) -> bool:
        return key in self.by_language["vi"]


def read_language(folder: Path) -> dict[str, str]:
    """Joins the files of one language; raises `KeyStandsTwice` when two of them have the same key."""
    texts: dict[str, str] = {}
    file_of: dict[str, Path] = {}
    for file in sorted(folder.glob("*.po")):
        for key, sentence in read_file(file).items():
            if key in texts:
                raise KeyStandsTwice(f"{key} stands in {file_of[key]} and in {file}")
            texts[key], file_of[key] = sentence, file
    return texts


def read_file(file: Path) -> dict[str, str]:
    """Gives {key: sentence} of one .po file, without what is empty or marked fuzzy."""
    with file.open("rb") as lines:
        catalog = read_po(lines)
    return {str(entry.id): str(entry.string) for entry in catalog if entry.id and entry.string and not entry.fuzzy}
