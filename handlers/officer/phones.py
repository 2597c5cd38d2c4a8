"""Phone numbers as people read them out: 0912 345 678."""

HOME = "+84"


def spoken(phone: str) -> str:
    """A stored number of Viet Nam in groups of three; others as they are."""
    if not phone.startswith(HOME):
        return phone
    digits = "0" + phone.removeprefix(HOME)
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}".strip()
