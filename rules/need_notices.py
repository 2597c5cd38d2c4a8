"""Kinds of notice about needs, as they go from step to step. A part of rules/notices.py."""

from datetime import timedelta

from rules.notice_kind import Kind

# whoever may take a need on
HELPING = ("officer", "guardian", "partner", "volunteer")
ROWS = (
    Kind(
        id="need_offered",
        readers=HELPING,
        words=("notice.need.helper",),
        template="message",
        about="need",
        withdrawn_by="need",
    ),
    Kind(
        id="need_news",
        readers=("person",),
        words=("notice.need.person",),
        template="message",
        about="need",
        withdrawn_by="need",
    ),
    Kind(
        id="need_back",
        readers=("officer",),
        words=("notice.need.office",),
        template="message",
        about="need",
        withdrawn_by="need",
    ),
    Kind(
        id="need_soon",
        readers=(*HELPING, "person"),
        words=("notice.need.helper", "notice.need.person"),
        no_template="is told as news of the need",
        late=timedelta(days=5),
        about="need",
    ),
    # never dropped: what is late stays late until somebody has it
    Kind(
        id="need_late",
        readers=("officer",),
        words=("notice.need.late",),
        template="message",
        late=timedelta(days=3650),
    ),
    Kind(
        id="volunteer",
        readers=("officer",),
        words=("notice.volunteer",),
        template="message",
    ),
    Kind(
        id="volunteer_waits",
        readers=("officer",),
        words=("notice.volunteer",),
        no_template="is told as somebody who offers help",
        late=timedelta(days=3650),
    ),
    Kind(
        id="volunteer_answer",
        readers=("volunteer", "guardian", "person", "family", "partner"),
        words=("notice.volunteer_answer",),
        no_template="answers in the chat that has asked",
        needs_chat=True,
        if_missed="nothing",
    ),
)
