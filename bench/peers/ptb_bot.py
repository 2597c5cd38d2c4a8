"""The visit report as an idiomatic python-telegram-bot: ConversationHandler, webhook through our own aiohttp route."""

import hmac
import os
from typing import Any

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from bench.peers import dialogue
from bench.peers.dialogue import CHOICES, CONCERNS, DAY, KIND, MOOD, NEEDS, NOTE, OUTCOME, PERSON, WORK, Question

AT_PERSON, AT_DAY, AT_KIND, AT_OUTCOME, AT_WORK, AT_MOOD, AT_CONCERNS, AT_NEEDS, AT_NOTE, AT_REVIEW = range(10)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
Context = ContextTypes.DEFAULT_TYPE
reports: list[dialogue.Answers] = []


def markup(keys: dialogue.Keys) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=data) for text, data in row] for row in keys]
    )


def answers(context: Context) -> dialogue.Answers:
    assert context.user_data is not None
    return context.user_data


async def ask(update: Update, question: Question) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer()
    await update.callback_query.edit_message_text(question.ask, reply_markup=markup(dialogue.keys(question)))


def keep(update: Update, context: Context, question: Question) -> None:
    assert update.callback_query is not None
    answers(context)[question.id] = str(update.callback_query.data).partition(":")[2]


async def begin(update: Update, context: Context) -> int:
    assert update.message is not None
    answers(context).clear()
    await update.message.reply_text(PERSON.ask, reply_markup=markup(dialogue.keys(PERSON)))
    return AT_PERSON


async def cancel(update: Update, context: Context) -> int:
    assert update.message is not None
    answers(context).clear()
    await update.message.reply_text("Đã hủy.")
    return ConversationHandler.END


async def got_person(update: Update, context: Context) -> int:
    keep(update, context, PERSON)
    await ask(update, DAY)
    return AT_DAY


async def got_day(update: Update, context: Context) -> int:
    keep(update, context, DAY)
    await ask(update, KIND)
    return AT_KIND


async def got_kind(update: Update, context: Context) -> int:
    keep(update, context, KIND)
    await ask(update, OUTCOME)
    return AT_OUTCOME


async def got_outcome(update: Update, context: Context) -> int:
    keep(update, context, OUTCOME)
    await ask(update, WORK)
    return AT_WORK


async def got_work(update: Update, context: Context) -> int:
    keep(update, context, WORK)
    await ask(update, MOOD)
    return AT_MOOD


async def got_mood(update: Update, context: Context) -> int:
    keep(update, context, MOOD)
    answers(context).update(concerns=[], needs=[])
    await ask(update, CONCERNS)
    return AT_CONCERNS


async def tick(update: Update, context: Context, question: Question) -> None:
    assert update.callback_query is not None
    ticked = answers(context)[question.id]
    assert isinstance(ticked, list)
    ticked = dialogue.toggled(ticked, str(update.callback_query.data).partition(":")[2])
    answers(context)[question.id] = ticked
    await update.callback_query.answer()
    await update.callback_query.edit_message_reply_markup(markup(dialogue.keys(question, ticked)))


async def ticked_concern(update: Update, context: Context) -> int:
    await tick(update, context, CONCERNS)
    return AT_CONCERNS


async def got_concerns(update: Update, context: Context) -> int:
    await ask(update, NEEDS)
    return AT_NEEDS


async def ticked_need(update: Update, context: Context) -> int:
    await tick(update, context, NEEDS)
    return AT_NEEDS


async def got_needs(update: Update, context: Context) -> int:
    assert update.callback_query is not None
    await update.callback_query.answer()
    await update.callback_query.edit_message_text(NOTE.ask)
    return AT_NOTE


async def got_note(update: Update, context: Context) -> int:
    assert update.message is not None
    answers(context)["note"] = update.message.text or ""
    await update.message.reply_text(dialogue.review(answers(context)), reply_markup=markup(dialogue.REVIEW_KEYS))
    return AT_REVIEW


async def send(update: Update, context: Context) -> int:
    assert update.callback_query is not None
    reports.append(dict(answers(context)))
    answers(context).clear()
    await update.callback_query.answer()
    await update.callback_query.edit_message_text(dialogue.receipt(len(reports)))
    return ConversationHandler.END


def conversation() -> ConversationHandler[Any]:
    single = (got_person, got_day, got_kind, got_outcome, got_work, got_mood)
    states: dict[object, list[Any]] = {
        state: [CallbackQueryHandler(handler, pattern=f"^{question.id}:")]
        for state, (handler, question) in enumerate(zip(single, CHOICES, strict=False))
    }
    states[AT_CONCERNS] = [
        CallbackQueryHandler(got_concerns, pattern="^concerns:!done$"),
        CallbackQueryHandler(ticked_concern, pattern="^concerns:"),
    ]
    states[AT_NEEDS] = [
        CallbackQueryHandler(got_needs, pattern="^needs:!done$"),
        CallbackQueryHandler(ticked_need, pattern="^needs:"),
    ]
    states[AT_NOTE] = [MessageHandler(filters.TEXT & ~filters.COMMAND, got_note)]
    states[AT_REVIEW] = [CallbackQueryHandler(send, pattern="^review:!send$")]
    return ConversationHandler([CommandHandler("visit", begin)], states, [CommandHandler("cancel", cancel)])


def web_app(application: Application[Any, Any, Any, Any, Any, Any]) -> web.Application:
    async def receive(request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, ""), os.environ["BOT_SECRET"]):
            return web.Response(status=401)
        await application.process_update(Update.de_json(await request.json(), application.bot))
        return web.Response()

    async def start(_app: web.Application) -> None:
        await application.initialize()
        await application.start()

    async def stop(_app: web.Application) -> None:
        await application.stop()
        await application.shutdown()

    app = web.Application()
    app.router.add_post("/hooks/telegram", receive)
    app.on_startup.append(start)
    app.on_cleanup.append(stop)
    return app


def serve() -> None:
    builder = ApplicationBuilder().token(os.environ["BOT_TOKEN"]).updater(None)
    application = builder.base_url(f"{os.environ['BOT_API']}/bot").build()
    application.add_handler(conversation())
    web.run_app(web_app(application), host="127.0.0.1", port=int(os.environ["BOT_PORT"]), access_log=None, print=None)


if __name__ == "__main__":
    if os.environ.get("BOT_UVLOOP"):
        import uvloop

        uvloop.install()
    serve()
