"""When those who look after a channel are told that little of its allowance is left."""

STEPS = (100, 80)


def step_of(used: int, most: int) -> int:
    """Finds the percentage of an allowance that is reached: 80, 100, or 0 while there is plenty or no limit."""
    return next((step for step in STEPS if most and used * 100 >= most * step), 0)
