"""Visit reports: each with a receipt number in its commune, and the earlier versions of those that were corrected."""

from storage.visits.filing import Filed, TooLateToCorrect, add, as_filed, correct
from storage.visits.records import (
    Version,
    Visit,
    between,
    by_number,
    correctable,
    get,
    how_many_of_guardian,
    latest,
    latest_between,
    of_guardian,
    of_people,
    several,
    versions,
)

__all__ = [
    "Filed",
    "TooLateToCorrect",
    "Version",
    "Visit",
    "add",
    "as_filed",
    "between",
    "by_number",
    "correct",
    "correctable",
    "get",
    "how_many_of_guardian",
    "latest",
    "latest_between",
    "of_guardian",
    "of_people",
    "several",
    "versions",
]
