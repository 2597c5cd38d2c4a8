"""The screen that stands in the office on days 1–5 and shows the code of the minute."""
