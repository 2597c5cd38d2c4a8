"""Kinds of notice about tips without a name. A part of rules/notices.py."""

from datetime import timedelta

from rules.notice_kind import Kind

ROWS = (
    Kind(id="tip", readers=("officer",), words=("notice.tip",), template="message"),
    Kind(
        id="tip_untaken",
        late=timedelta(days=3),
        readers=("officer",),
        words=("notice.tip",),
        no_template="is told as a tip",
    ),
    Kind(
        id="tip_unsettled",
        late=timedelta(days=7),
        readers=("officer",),
        words=("notice.tip",),
        no_template="is told as a tip",
    ),
)
