"""The visit report as an idiomatic aiogram 3 bot: FSM in memory, webhook through its own aiohttp handler."""

import os

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from bench.peers import dialogue
from bench.peers.dialogue import CONCERNS, DAY, KIND, MOOD, NEEDS, NOTE, OUTCOME, PERSON, WORK, Question

router = Router()
reports: list[dialogue.Answers] = []


class Report(StatesGroup):
    person = State()
    day = State()
    kind = State()
    outcome = State()
    work = State()
    mood = State()
    concerns = State()
    needs = State()
    note = State()
    review = State()


def markup(keys: dialogue.Keys) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=text, callback_data=data) for text, data in row] for row in keys]
    )


def value(query: CallbackQuery) -> str:
    return (query.data or "").partition(":")[2]


async def ask(query: CallbackQuery, state: FSMContext, next_state: State, question: Question) -> None:
    await state.set_state(next_state)
    if isinstance(query.message, Message):
        await query.message.edit_text(question.ask, reply_markup=markup(dialogue.keys(question)))
    await query.answer()


@router.message(Command("visit"))
async def begin(message: Message, state: FSMContext) -> None:
    await state.clear()
    await state.set_state(Report.person)
    await message.answer(PERSON.ask, reply_markup=markup(dialogue.keys(PERSON)))


@router.message(Command("cancel"))
async def cancel(message: Message, state: FSMContext) -> None:
    await state.clear()
    await message.answer("Đã hủy.")


@router.callback_query(Report.person, F.data.startswith("person:"))
async def got_person(query: CallbackQuery, state: FSMContext) -> None:
    await state.update_data(person=value(query))
    await ask(query, state, Report.day, DAY)


@router.callback_query(Report.day, F.data.startswith("day:"))
async def got_day(query: CallbackQuery, state: FSMContext) -> None:
    await state.update_data(day=value(query))
    await ask(query, state, Report.kind, KIND)


@router.callback_query(Report.kind, F.data.startswith("kind:"))
async def got_kind(query: CallbackQuery, state: FSMContext) -> None:
    await state.update_data(kind=value(query))
    await ask(query, state, Report.outcome, OUTCOME)


@router.callback_query(Report.outcome, F.data.startswith("outcome:"))
async def got_outcome(query: CallbackQuery, state: FSMContext) -> None:
    await state.update_data(outcome=value(query))
    await ask(query, state, Report.work, WORK)


@router.callback_query(Report.work, F.data.startswith("work:"))
async def got_work(query: CallbackQuery, state: FSMContext) -> None:
    await state.update_data(work=value(query))
    await ask(query, state, Report.mood, MOOD)


@router.callback_query(Report.mood, F.data.startswith("mood:"))
async def got_mood(query: CallbackQuery, state: FSMContext) -> None:
    await state.update_data(mood=value(query), concerns=[], needs=[])
    await ask(query, state, Report.concerns, CONCERNS)


@router.callback_query(Report.concerns, F.data == "concerns:!done")
async def got_concerns(query: CallbackQuery, state: FSMContext) -> None:
    await ask(query, state, Report.needs, NEEDS)


@router.callback_query(Report.needs, F.data == "needs:!done")
async def got_needs(query: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(Report.note)
    if isinstance(query.message, Message):
        await query.message.edit_text(NOTE.ask)
    await query.answer()


@router.callback_query(Report.concerns, F.data.startswith("concerns:"))
async def ticked_concern(query: CallbackQuery, state: FSMContext) -> None:
    await tick(query, state, CONCERNS)


@router.callback_query(Report.needs, F.data.startswith("needs:"))
async def ticked_need(query: CallbackQuery, state: FSMContext) -> None:
    await tick(query, state, NEEDS)


async def tick(query: CallbackQuery, state: FSMContext, question: Question) -> None:
    ticked = dialogue.toggled((await state.get_data())[question.id], value(query))
    await state.update_data({question.id: ticked})
    if isinstance(query.message, Message):
        await query.message.edit_reply_markup(reply_markup=markup(dialogue.keys(question, ticked)))
    await query.answer()


@router.message(Report.note, F.text)
async def got_note(message: Message, state: FSMContext) -> None:
    answers = await state.update_data(note=message.text)
    await state.set_state(Report.review)
    await message.answer(dialogue.review(answers), reply_markup=markup(dialogue.REVIEW_KEYS))


@router.callback_query(Report.review, F.data == "review:!send")
async def send(query: CallbackQuery, state: FSMContext) -> None:
    reports.append(await state.get_data())
    await state.clear()
    if isinstance(query.message, Message):
        await query.message.edit_text(dialogue.receipt(len(reports)))
    await query.answer()


def serve() -> None:
    bot = Bot(os.environ["BOT_TOKEN"], AiohttpSession(api=TelegramAPIServer.from_base(os.environ["BOT_API"])))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=os.environ["BOT_SECRET"]).register(app, "/hooks/telegram")
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["BOT_PORT"]), access_log=None, print=None)


if __name__ == "__main__":
    if os.environ.get("BOT_UVLOOP"):
        import uvloop

        uvloop.install()
    serve()
