"""What a page is refused, with a code for which the page has a kind sentence."""


class Refused(Exception):
    """Becomes an answer with this status and code; `again_after`: seconds after which it may be tried again."""

    def __init__(self, status: int, code: str, again_after: int = 0):
        super().__init__(code)
        self.status = status
        self.code = code
        self.again_after = again_after
