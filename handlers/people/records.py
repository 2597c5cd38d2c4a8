"""The form that a kind of record was told in: it says how the record reads."""

from handlers.kit import Form
from handlers.kit.deployment import Deployment


def form_of(_deployment: Deployment, record: str) -> Form:
    """`record` is the id of the form. Raises KeyError."""
    from handlers.kit import registry  # it lists the matters, this one too

    return registry.FORMS[record]
