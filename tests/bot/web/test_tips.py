"""A tip without a name, over real HTTP: written, its words shown once, answered, read again; hostile ones refused."""

from typing import Any

import pytest
from aiohttp import ClientResponse
from sqlalchemy import func, select

from bot.web.tips.marks import Marks
from handlers.kit.deployment import Deployment
from seeds.tip_words import our_words
from storage import accounts, tips, units
from storage.tips import tables
from tests.bot.web.conftest import Client, Service
from tests.bot.web.tip_sender import ABOVE, UNIT, WORD, Sender, an_officer, filled, is_form, jpeg, tell_officers

TOLD = "Đêm nào cũng có xe lạ dỡ hàng sau chùa"
PAGES = ("/bao-tin", "/bao-tin/open")


@pytest.fixture
def sender(client: Client, service: Service, monkeypatch: pytest.MonkeyPatch) -> Sender:
    an_officer(service)
    return Sender(client, service, monkeypatch)


def how_many(service: Service) -> int:
    with service.store.transaction() as db:
        return int(db.execute(select(func.count()).select_from(tables.tip_messages)).scalar_one())


def the_tip(service: Service) -> tips.Tip:
    with service.store.transaction() as db:
        (number,) = db.execute(select(tables.tips.c.id)).scalars()
        tip = tips.get(db, number)
    assert tip is not None
    return tip


async def problem(page: ClientResponse) -> str:
    text = await page.text()
    return text.partition('role="alert">')[2].partition("</p>")[0]


async def test_a_tip_is_sent_answered_and_read_again_by_its_words(
    sender: Sender, service: Service, deployment: Deployment
) -> None:
    words = await sender.sent(TOLD)
    assert "chưa báo tới người trực" in (await sender.opens(words))[1]
    assert tell_officers(service, deployment) == 1
    tip = the_tip(service)
    with service.store.transaction() as db:
        (officer,) = accounts.officers_of(db, UNIT)
        tips.take(db, tip, officer.id)
        tips.answer(db, tip, "Xe màu gì ạ?", officer.id)
    status, page = await sender.opens(words)
    assert status == 200
    assert TOLD in page
    assert "Xe màu gì ạ?" in page
    assert "Hùng" not in page
    assert "Đã nhận thêm" in await sender.adds(words, "Xe màu trắng", jpeg())
    _, page = await sender.opens(words)
    assert "Xe màu trắng" in page
    assert "Kèm 1 ảnh" in page


@pytest.mark.parametrize("written", ["{}", "  {}  ", "{}.", "1. {}"])
async def test_words_are_read_however_they_are_written(sender: Sender, written: str) -> None:
    words = await sender.sent(TOLD)
    status, _ = await sender.opens(written.format("\n".join(words).upper()))
    assert status == 200


async def test_a_word_that_is_none_of_ours_is_named(sender: Sender) -> None:
    words = await sender.sent(TOLD)
    status, page = await sender.opens([*words[:-1], "xyz"])
    assert status == 400
    assert "xyz" in page
    assert (await sender.opens(words[:-1]))[0] == 400


async def test_the_words_are_shown_again_on_a_second_press_and_never_once_officers_were_told(
    sender: Sender, service: Service, deployment: Deployment
) -> None:
    form = await sender.form()
    first = WORD.findall(await (await sender.sends(TOLD, form=form)).text())
    second = WORD.findall(await (await sender.sends(TOLD, form=form)).text())
    assert first == second
    assert how_many(service) == 1
    tell_officers(service, deployment)
    third = await (await sender.sends("Cái khác", form=form)).text()
    assert WORD.findall(third) == []
    assert "Tin này đã tới rồi" in third
    assert how_many(service) == 1


async def test_a_form_has_to_rest_and_does_not_live_for_ever(sender: Sender, service: Service) -> None:
    form = await sender.form()
    quick = await sender.sends(TOLD, form=form, waits=1)
    assert "Gửi hơi nhanh" in await problem(quick)
    assert TOLD in await quick.text()
    assert f'value="{form["form"]}"' in await quick.text()
    late = await sender.sends(TOLD, form=form, waits=4 * 3600)
    assert "Trang mở đã lâu" in await problem(late)
    assert how_many(service) == 0


@pytest.mark.parametrize("form", ["", "x", "0" * 32 + "-1700000000-" + "0" * 64])
async def test_a_made_up_form_is_none(sender: Sender, service: Service, form: str) -> None:
    page = await sender.sends(TOLD, jpeg(), form={"form": form})
    assert page.status == 400
    assert how_many(service) == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"website": "http://spam"}, "ô cần để trống"),
        ({"about": ""}, "Chưa chọn xã"),
        ({"about": "99999"}, "Chưa chọn xã"),
        ({"about": "' OR 1=1 --"}, "Chưa chọn xã"),
        ({"reader": "above"}, "Chưa chọn xã"),
        ({"text": "   "}, "Chưa có chữ hay ảnh"),
        ({"text": "x" * 1501}, "Dài quá"),
    ],
)
async def test_what_cannot_be_taken_is_said_and_the_words_stay_on_the_page(
    sender: Sender, service: Service, fields: dict[str, str], said: str
) -> None:
    known: dict[str, Any] = {"text": TOLD, **fields}
    page = await sender.sends(**known)
    assert page.status == 400
    assert said in await problem(page)
    assert fields.get("text", TOLD).strip() in await page.text()
    assert how_many(service) == 0


async def test_what_is_about_an_officer_goes_to_the_unit_above_where_somebody_reads_there(
    sender: Sender, service: Service, deployment: Deployment
) -> None:
    assert "Cấp trên của xã" not in await (await sender.client.get("/bao-tin")).text()
    with service.store.transaction() as db:
        units.put(db, code=ABOVE, name="Nghệ An", kind="tinh")
        accounts.add(db, unit=ABOVE, name="Hồ Thị Mai", roles=("officer",), on_duty=True)
    page = await (await sender.client.get("/bao-tin")).text()
    assert "Cấp trên của xã" in page
    assert "Nghệ An" not in page
    await sender.sent(TOLD, reader="above")
    tell_officers(service, deployment)
    with service.store.transaction() as db:
        assert tips.how_many(db, UNIT) == 0
        assert tips.how_many(db, ABOVE) == 1
    assert the_tip(service).about == UNIT


async def test_the_list_of_communes_is_the_same_for_everybody_and_none_is_chosen(
    sender: Sender, service: Service
) -> None:
    an_officer(service, "17792")
    page = await (await sender.client.get("/bao-tin", headers={"X-Forwarded-For": "203.0.113.9"})).text()
    assert '<option value="17791">' in page
    assert '<option value="17792">' in page
    assert " selected" not in page


async def test_without_a_reader_nothing_is_asked(client: Client) -> None:
    page = await (await client.get("/bao-tin")).text()
    assert "chưa có cán bộ nào đọc" in page
    assert "<form" not in page


async def test_pictures_are_drawn_anew(sender: Sender, service: Service) -> None:
    await sender.sent(TOLD, jpeg("CameraOfLan"))
    tip = the_tip(service)
    with service.store.transaction() as db:
        ((picture_id, _),) = tips.pictures_of(db, tip.id)
        _, content = tips.picture(db, picture_id) or (0, b"")
    assert content.startswith(b"\xff\xd8\xff")
    assert b"CameraOfLan" not in content
    assert b"2026:11:20" not in content


POLYGLOT = jpeg() + b"PK\x03\x04<script>alert(1)</script>%PDF-1.7"


async def test_a_file_that_is_two_things_comes_out_as_a_picture_only(sender: Sender, service: Service) -> None:
    await sender.sent("", POLYGLOT)
    tip = the_tip(service)
    with service.store.transaction() as db:
        ((picture_id, _),) = tips.pictures_of(db, tip.id)
        _, content = tips.picture(db, picture_id) or (0, b"")
    assert b"script" not in content
    assert b"PDF" not in content


@pytest.mark.parametrize(
    ("pictures", "said"),
    [
        ((b"<svg onload=alert(1)>",), "không phải ảnh"),
        ((b"GIF89a" + b"\0" * 20,), "không phải ảnh"),
        ((jpeg(),) * 4, "Nhiều nhất 3 ảnh"),
    ],
)
async def test_what_is_no_picture_is_refused_and_the_words_stay(
    sender: Sender, service: Service, pictures: tuple[bytes, ...], said: str
) -> None:
    page = await sender.sends(TOLD, *pictures)
    assert page.status == 400
    assert said in await problem(page)
    assert TOLD in await page.text()
    assert how_many(service) == 0


async def test_a_huge_body_is_not_read(sender: Sender, service: Service) -> None:
    page = await sender.sends(TOLD, b"\xff\xd8\xff" + b"x" * (11 * 1024 * 1024))
    assert page.status == 413
    assert how_many(service) == 0


async def test_markup_stays_text(sender: Sender, service: Service) -> None:
    words = await sender.sent("<script>alert(1)</script>'; DROP TABLE tips; --")
    _, page = await sender.opens(words)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert how_many(service) == 1


async def test_wrong_words_are_limited_for_all_readers_together(sender: Sender) -> None:
    words = await sender.sent(TOLD)
    wrong = [*words[:-1], next(word for word in our_words() if word != words[-1])]
    assert {(await sender.opens(wrong))[0] for _ in range(30)} == {404}
    assert (await sender.opens(wrong))[0] == 429
    assert (await sender.opens(words))[0] == 429
    sender.wait(minutes=1)
    assert (await sender.opens(words))[0] == 200


async def test_past_so_many_that_wait_no_more_are_taken(
    sender: Sender, service: Service, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.tips.coming.MOST_WAITING", 6)
    for _ in range(6):
        await sender.sent(TOLD)
    page = await sender.sends("Còn tin nữa")
    assert page.status == 429
    assert "quá nhiều tin" in await problem(page)
    assert "Còn tin nữa" in await page.text()
    assert tell_officers(service, deployment) == 5
    await sender.sent("Còn tin nữa")


async def test_a_ticket_opens_for_half_an_hour_and_only_ours(sender: Sender, service: Service) -> None:
    words = await sender.sent(TOLD)
    assert "Đã mở hơn nửa giờ" in await sender.adds(words, "Thêm nữa", waits=31 * 60)
    for ticket in ("", "x", "AAAA", "ơ"):
        answer = await sender.client.post("/bao-tin/more", data=filled({"ticket": ticket, "text": "x"}))
        assert answer.status == 400
    assert how_many(service) == 1


async def test_a_page_runs_nothing_sets_nothing_and_says_nothing_of_where_its_reader_comes_from(sender: Sender) -> None:
    for path in PAGES:
        page = await sender.client.get(path)
        text = await page.text()
        assert "<script" not in text
        assert "script-src" not in page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in page.headers
        assert "Onion-Location" not in page.headers


async def test_nobody_is_told_apart_by_a_cookie_and_none_is_set(sender: Sender) -> None:
    cookies = {"Cookie": "dh_lang=en; dh_session=" + "A" * 43}
    page = await sender.client.get("/bao-tin", headers=cookies)
    assert '<html lang="vi">' in await page.text()
    in_english = await sender.client.get("/bao-tin?lang=en", headers=cookies)
    assert '<html lang="en">' in await in_english.text()
    assert 'action="/bao-tin/send?lang=en"' in await in_english.text()
    assert "Set-Cookie" not in in_english.headers


@pytest.mark.parametrize("origin", ["null", "https://elsewhere.example"])
async def test_a_browser_that_tells_nothing_of_itself_may_send(sender: Sender, origin: str) -> None:
    form = await sender.form()
    sender.wait(seconds=10)
    body = filled({**form, "about": UNIT, "text": TOLD})
    page = await sender.client.post("/bao-tin/send", data=body, headers={"Origin": origin})
    assert page.status == 200


async def test_forms_of_another_service_are_not_ours(sender: Sender, service: Service) -> None:
    form = (await sender.form())["form"]
    assert is_form(form)
    assert Marks(service.store).problem_of(form[:-1] + ("0" if form[-1] != "0" else "1")) == "old"
