"""How many clicks or keys ten jobs take at the desk, from the page of today: tests/bot/console plays and counts."""

DESK = (
    ("Take an alert", 1, 3, 0),
    ("Close an alert with its outcome", 3, 11, 0),
    ("Find a person", 1, 2, 1),
    ("Accept a report of the quarter", 2, 15, 0),
    ("Remind a guardian of a late visit", 1, 4, 0),
    ("Note that somebody was called", 2, 10, 0),
    ("Give somebody a guardian", 3, 19, 0),
    ("The people of the commune as Excel", 2, 23, 0),
    ("Set who is on duty next week", 10, 33, 0),
    ("Cut off a lost phone", 4, 21, 0),
)
HEAD = """## At the desk

In a browser, from «Hôm nay» on: clicks, or keys alone, and words typed. Keys: `j` from row to row, Tab, Enter, Space
for a tick, `/` to search.
"""


def desk_lines() -> list[str]:
    """Words the table."""
    rows = (f"| {name} | {clicks} | {keys} | {typed} |" for name, clicks, keys, typed in DESK)
    return [HEAD, "| Job | Clicks | Keys | Typed |", "|---|--:|--:|--:|", *rows, ""]
