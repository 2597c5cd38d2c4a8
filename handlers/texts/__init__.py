"""Every sentence we say, found by key and language."""

from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")


class NoTextForKey(LookupError):
    """A text was asked for that no .po file has. Add the key to handlers/texts/vi.po and en.po."""


@dataclass(frozen=True, slots=True)
class Texts:
    by_language: dict[str, dict[str, str]]

    @classmethod
    def load(cls, folder: Path = Path(__file__).parent) -> "Texts":
        return cls({language: _read(folder / f"{language}.po") for language in LANGUAGES})

    def find(self, language: str, key: str) -> str:
        texts = self.by_language.get(language) or self.by_language["vi"]
        try:
            return texts[key]
        except KeyError:
            raise NoTextForKey(f"{key} ({language})") from None

    def has(self, key: str) -> bool:
        return key in self.by_language["vi"]


def _read(file: Path) -> dict[str, str]:
    with file.open("rb") as lines:
        catalog = read_po(lines, locale=file.stem)
    return {str(entry.id): str(entry.string) for entry in catalog if entry.id and entry.string and not entry.fuzzy}
