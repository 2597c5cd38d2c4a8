"""Breaks what platforms send, structure by structure: types, nesting, letters, sizes, keys, numbers, encodings."""

import json
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

Json = Any

NUMBERS: tuple[Json, ...] = (
    *(0, -1, 1, 255, 2**31 - 1, 2**31, -(2**31) - 1, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**30),
    *(0.5, -0.0, 1e-320, 1e308, float("nan"), float("inf"), float("-inf"), 253402300800, -62135596801, 10**15),
)
# as JSON: each use is a value of its own
EMPTY = ("null", "true", "false", '""', '" "', "[]", "{}", "[[]]", '{"": ""}', "[null]", "[{}]")
WORDS = (
    *("0", "-1", "7", "NaN", "Infinity", "1e999", "true", "null", "undefined", "٣", "１２３", "²", "0x10", "1_000"),
    *(
        "\0",
        "a\0b",
        "\ud800",
        "\udfffx",
        "\ud83d",
        "\ufffe\uffff",
        "\u202eđảo ngược\u202c",
        "\u200b\u200d\u2060",
        "\ufeff",
    ),
    *(
        unicodedata.normalize("NFD", "Nguyễn Thị Ước đã khỏe"),
        "e" + "\u0301" * 3000,
        "👨‍👩‍👧‍👦" * 200,
        "🇻🇳" * 99,
        "ﷺ" * 500,
    ),
    *(
        "' OR 1=1 --",
        "%s%n{0}{x!r}",
        "{{7*7}}",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "\r\nX-A: b",
        "\x1b[31m",
    ),
    *(
        "/start",
        "/start " + "A" * 5000,
        "/stop",
        "/tham@",
        "/" + "x" * 999,
        "menu",
        "#go:x",
        "#a:" + "b" * 70,
        "go:",
        "::",
    ),
    *(
        "visit_report:!send",
        "visit_report:!done",
        "do:" + "x" * 60,
        "visit_report:person:99999999999999999999",
        "sửa câu 0",
    ),
    *("http://127.0.0.1/", "file:///etc/passwd", "http://[::1", "https://" + "a" * 3000, "javascript:alert(1)"),
    *("99/99/9999", "31/02/2026", "0000-00-00", "24:61", "hôm " * 300, "9" * 400, "-" * 300, "(" * 500, "a" * 20_001),
)
DEEP = 400


@dataclass(slots=True)
class Hostile:
    """Every choice comes from `chance`: the same seed gives the same bytes."""

    chance: random.Random

    def broken(self, sample: bytes, most: int = 3) -> bytes:
        """Gives a sample with up to `most` of its parts bent, as bytes that may not even be JSON."""
        tree = orjson.loads(sample)
        for _ in range(self.chance.randint(1, most)):
            tree = self._bent(tree)
        return self.damaged(self._written(tree), 0.08)

    def value(self, depth: int = 0) -> Json:
        roll = self.chance.random()
        if roll < 0.35:
            return self.chance.choice(NUMBERS)
        if roll < 0.55:
            return orjson.loads(self.chance.choice(EMPTY))
        if roll < 0.9 or depth > 3:
            return self.words()
        if roll < 0.95:
            return [self.value(depth + 1) for _ in range(self.chance.randint(0, 4))]
        if roll < 0.99:
            return {self.words()[:40]: self.value(depth + 1) for _ in range(self.chance.randint(0, 4))}
        return self._nested()

    def words(self) -> str:
        text = self.chance.choice(WORDS)
        return text if self.chance.random() < 0.8 else text + self.chance.choice(WORDS)

    def damaged(self, body: bytes, share: float) -> bytes:
        """Damages so large a share of bodies as bytes: cut, overwritten, in another encoding, with something behind."""
        if self.chance.random() >= share or not body:
            return body
        place = self.chance.randrange(len(body))
        return self.chance.choice(DAMAGES)(body, place)

    def _nested(self) -> Json:
        tree: Json = orjson.loads(self.chance.choice(EMPTY))
        for _ in range(self.chance.choice((10, 100, DEEP))):
            tree = [tree] if self.chance.random() < 0.5 else {"message": tree}
        return tree

    def _bent(self, tree: Json) -> Json:
        places = list(_places(tree))
        if not places or self.chance.random() < 0.01:
            return self.value()
        parent, key = self.chance.choice(places)
        self.chance.choice(BENDS)(self, parent, key)
        return tree

    def replace(self, parent: Any, key: Any) -> None:
        parent[key] = self.value()

    def retype(self, parent: Any, key: Any) -> None:
        """Says the same in another type."""
        value = parent[key]
        kinds = (str(value), [value], {"id": value}, bool(value), f" {value} ", json.dumps(value, ensure_ascii=False))
        parent[key] = self.chance.choice(kinds)

    def drop(self, parent: Any, key: Any) -> None:
        del parent[key]

    def rename(self, parent: Any, key: Any) -> None:
        """Calls a field by another name; in a list it stands there twice."""
        if isinstance(parent, list):
            parent.append(parent[key])
        else:
            name = self.chance.choice((key.upper(), f"{key}\u200b", f"{key}s", self.words()[:60], key[::-1]))
            parent[name] = parent.pop(key)

    def add(self, parent: Any, key: Any) -> None:
        if isinstance(parent, list):
            parent.extend([self.value()] * self.chance.choice((1, 30, 300)))
        else:
            parent[self.words()[:60]] = self.value()

    def exchange(self, parent: Any, key: Any) -> None:
        """Puts a field's value in another's place."""
        other = self.chance.choice(list(parent) if isinstance(parent, dict) else range(len(parent)))
        parent[key], parent[other] = parent[other], parent[key]

    def grow(self, parent: Any, key: Any) -> None:
        value = parent[key]
        if isinstance(value, str):
            parent[key] = self.chance.choice((value * 40, unicodedata.normalize("NFD", value), value[::-1], value[:1]))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            parent[key] = self.chance.choice((value + 1, -value, value * 1000, value / 7, value * 10**18))
        else:
            parent[key] = [value] * self.chance.choice((2, 50))

    def _written(self, tree: Json) -> bytes:
        text = json.dumps(tree, ensure_ascii=self.chance.random() < 0.5)
        if self.chance.random() < 0.03 and text.startswith("{") and len(text) > 2:
            # a key twice, the other value first or last
            name = json.dumps(self.chance.choice(list(tree)))
            again = f"{name}: {json.dumps(self.value())}"
            text = f"{{{again}, {text[1:]}" if self.chance.random() < 0.5 else f"{text[:-1]}, {again}}}"
        return text.encode("utf-8", "surrogatepass")


def _places(tree: Json) -> Any:
    """Gives every (container, key) in a tree, not deeper than a platform nests."""
    waiting = [(tree, 0)]
    while waiting:
        parent, depth = waiting.pop()
        if not isinstance(parent, dict | list):
            continue
        for key in list(parent) if isinstance(parent, dict) else range(min(len(parent), 20)):
            yield parent, key
            if depth < 12:
                waiting.append((parent[key], depth + 1))


BENDS: tuple[Callable[[Hostile, Any, Any], None], ...] = (
    *(Hostile.replace, Hostile.replace, Hostile.replace, Hostile.retype, Hostile.drop),
    *(Hostile.rename, Hostile.add, Hostile.exchange, Hostile.grow),
)
DAMAGES: tuple[Callable[[bytes, int], bytes], ...] = (
    lambda body, place: body[:place],
    lambda body, place: body[:place] + b"\xff\xfe" + body[place:],
    lambda body, place: body[:place] + b"\0" + body[place + 1 :],
    lambda body, place: body[:place] + bytes([body[place] ^ 0x80]) + body[place + 1 :],
    lambda body, _: b"\xef\xbb\xbf" + body,
    lambda body, _: body.decode("utf-8", "replace").encode("utf-16"),
    lambda body, _: body.decode("utf-8", "replace").encode("cp1258", "replace"),
    lambda body, place: body + body[place:],
    lambda body, _: b" " * 5000 + body,
    lambda body, place: body[place:] + body[:place],
)
