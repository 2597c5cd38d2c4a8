"""How many clicks ten jobs take at the desk, from the page of today: tests/bot/console plays and counts them."""

DESK = (
    ("Take an alert", 1, 0),
    ("Close an alert with its outcome", 3, 0),
    ("Find a person", 1, 1),
    ("Open a person's page", 1, 0),
    ("Remind a guardian of a late visit", 1, 0),
    ("Note that somebody was called", 2, 0),
    ("Give somebody a guardian", 3, 0),
    ("The people of the commune as Excel", 2, 0),
    ("Who is on duty this week", 1, 0),
    ("Cut off a lost phone", 4, 0),
)
HEAD = """## At the desk

In a browser, from «Hôm nay» on: clicks, and words typed. By keys each click is `j` to its row, or Tab, and Enter.
"""


def desk_lines() -> list[str]:
    """Words the table."""
    rows = (f"| {name} | {clicks} | {typed} |" for name, clicks, typed in DESK)
    return [HEAD, "| Job | Clicks | Typed |", "|---|--:|--:|", *rows, ""]
