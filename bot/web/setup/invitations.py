"""The step «Invitations» of set-up: codes of officers on the page, papers and a list to copy for everybody else."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from aiohttp import web

from bot.installation import steps
from bot.installation.steps import CannotBeSo
from bot.web.reading import read, within
from bot.web.setup.door import SETUP
from bot.web.setup.pages import show
from handlers.documents.invitations import message_of, render
from handlers.documents.pdf import NotWritten
from handlers.kit.deployment import Deployment
from handlers.linking import invitees, sheets
from handlers.linking.invitation_sheets import KINDS
from handlers.linking.sheets import By
from handlers.reports.invitations import Invitations
from storage import installation
from storage.database import Db

# a whole commune's papers
PATIENCE = 60.0
COPIED: By = "guardian"


async def post_invitations(request: web.Request, fields: Mapping[str, str]) -> web.StreamResponse:
    """Makes new codes, which are shown this once: those before end."""
    if "sheet" in fields:
        return await _papers(request, fields["sheet"])
    if "list" in fields:
        return await _to_copy(request)
    unit = request.config_dict[SETUP].settings.unit

    def invite(db: Db) -> list[dict[str, str]]:
        installation.put(db, steps.INVITED, steps.YES)
        return [
            {"name": each.name, "code": invitees.give_code(db, unit, each.id, None, by_hand=True)}
            for each in steps.officers_not_linked(db, unit)
        ]

    return await show(request, "invitations", codes=await read(request, invite))


async def _papers(request: web.Request, kind: str) -> web.Response:
    if kind not in KINDS:
        raise web.HTTPBadRequest
    by, layout = KINDS[kind]
    deployment = _deployment(request)
    made, at = await _made(request, deployment, by)
    work = asyncio.to_thread(render, made, layout, sheets.words(deployment), at)
    try:
        content = await within(PATIENCE, work)
    except NotWritten:
        raise CannotBeSo("not_written") from None
    headers = {"Content-Disposition": 'attachment; filename="giay-moi.pdf"'}
    return web.Response(body=content, content_type="application/pdf", headers=headers)


async def _to_copy(request: web.Request) -> web.Response:
    deployment = _deployment(request)
    made, _ = await _made(request, deployment, COPIED)
    words = sheets.words(deployment)
    messages = [
        {"name": each.name, "phone": each.phone, "group": each.group, "message": message_of(each, made, words)}
        for each in made.each
    ]
    return await show(request, "invitations", messages=messages)


def _deployment(request: web.Request) -> Deployment:
    deployment = request.config_dict[SETUP].deployment
    assert deployment is not None, "this step is not there before the commune is chosen"
    return deployment


async def _made(request: web.Request, deployment: Deployment, by: By) -> tuple[Invitations, datetime]:
    def make(db: Db) -> tuple[Invitations, datetime]:
        made = sheets.make(db, deployment, deployment.unit, by, inviter=None)
        if not made.each:
            raise CannotBeSo("nobody_to_invite")
        installation.put(db, steps.INVITED, steps.YES)
        return made, db.now

    return await read(request, make, PATIENCE)
