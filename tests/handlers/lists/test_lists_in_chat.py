"""An officer sends a list in chat: it is read, shown, asked about, written, taken back; nothing before their yes."""

import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.files.blobs import Folder
from bot.files.list_reader import ListReader
from bot.files.store import FileStore
from bot.intake.desk import Desk
from handlers.desk import list_import
from handlers.enrolment.plan import plan_of
from handlers.enrolment.writing import write
from handlers.kit.document import XLSX
from storage import accounts, attachments, audit, list_drafts, persons
from storage.attachments import Attachment
from tests.conftest import StandingClock
from tests.handlers.desk.opened import opened
from tests.handlers.enrolment.files import persons as list_of_persons
from tests.handlers.enrolment.files import workbook
from tests.other_unit import put_into
from tests.person import Talker, World

AN = ("Nguyễn Văn An", 1991, "0912000201", "xóm 6", "Án treo", "05/10/2025", None)
BINH = ("Trần Thị Bình", 1990, None, "xóm 2", "Đặc xá", "01/09/2026", None)
NAM = ("Trần Văn Nam", None, None, "xóm 6", "Mãn hạn", "10/01/2026", None)
BROKEN = ("Cao Văn Thử", 2016, "12", "xóm 2", "Đặc xá", "01/09/2026", None)


@dataclass(slots=True)
class Office:
    """An officer with their chat, and the reader that works behind it."""

    world: World
    hung: Talker
    files: FileStore
    desk: Desk

    async def sends(self, content: bytes, name: str = "ds.xlsx") -> str:
        """Sends a file as it is, has it fetched and read; gives what came after the turn."""
        said = self.hung.sends("file", "ref", name=name)
        with self.world.look() as db:
            coming = [each for each in attachments.to_fetch(db, 9) if each.about == attachments.LIST]
        for each in coming:
            self.files.keep(each.id, content)
            with self.world.look() as db:
                attachments.stored(db, each.id, media_type="application/octet-stream", size=len(content))
        return (await self.reads()) or said

    async def reads(self) -> str:
        """Lets the reader work; gives the last that came."""
        before = len(self.hung.heard)
        await ListReader(self.desk, self.files, lambda _id: "").round()
        self.hung.listen()
        return "\n".join(heard.text for heard in self.hung.heard[before:])

    def presses(self, press: str) -> str:
        return self.hung.presses(press)

    def names(self) -> list[str]:
        with self.world.look() as db:
            return [person.name for person in persons.of_unit(db, self.world.deployment.unit)]

    def papers(self) -> list[Attachment]:
        """The workbooks that came back."""
        shown = [heard.out.attachment for heard in self.hung.heard if heard.out.attachment]
        with self.world.look() as db:
            return list(attachments.several(db, shown).values())


@pytest.fixture
async def office(world: World, tmp_path: Path) -> AsyncIterator[Office]:
    desk = Desk(world.store, world.deployment, lambda _sendings: None)
    await desk.start()
    yield Office(world, world.officer(), FileStore(Folder(tmp_path / "files"), world.store.keyring), desk)
    await desk.stop()


def cells(office: Office, paper: Attachment) -> Sequence[Sequence[object]]:
    page = load_workbook(io.BytesIO(office.files.read(paper.id))).active
    assert page is not None
    return list(page.iter_rows(values_only=True))


async def test_a_list_is_shown_and_nothing_is_written(office: Office) -> None:
    shown = await office.sends(list_of_persons(AN, BINH))
    assert "Danh sách người về địa phương: 2 dòng" in shown
    assert "Mới: 2" in shown
    assert "Nguyễn Văn An" in shown
    assert office.names() == []


async def test_the_clear_rows_are_written_after_a_yes_and_undone_by_a_button(
    office: Office, clock: StandingClock
) -> None:
    await office.sends(list_of_persons(AN, BINH))
    assert "2 dòng mới" in office.hung.chooses("Nhập 2 dòng")
    assert office.names() == []
    office.presses("do:list_write:yes")
    assert "Đã nhập 2 dòng" in await office.reads()
    assert sorted(office.names()) == [AN[0], BINH[0]]
    office.hung.chooses("Hoàn tác")
    assert "Đã hoàn tác 2 dòng" in office.presses("do:list_undo:yes")
    assert office.names() == []


async def test_a_list_of_officers_is_not_undone_by_one_of_them_in_chat(office: Office) -> None:
    listed = workbook(("Họ và tên", "SĐT", "Cơ quan"), ("Hà Văn Tốt", "0912000401", "Công an xã"))
    with office.world.look() as db:
        unit = office.world.deployment.unit
        write(db, unit, plan_of(db, unit, listed), by=None)
    assert "Không có danh sách nào trong 24 giờ" in office.presses("do:list_undo:yes")


async def test_a_list_is_undone_for_a_day_and_no_longer(office: Office, clock: StandingClock) -> None:
    await office.sends(list_of_persons(AN))
    office.presses("do:list_write:yes")
    await office.reads()
    clock.move(hours=25)
    assert "Không có danh sách nào trong 24 giờ" in office.presses("do:list_undo:yes")
    assert office.names() == [AN[0]]


@pytest.mark.parametrize(("answer", "records"), [("Cùng người", 1), ("Người khác", 2)])
async def test_whether_two_are_the_same_is_asked_beside_the_record_and_answered_by_a_button(
    office: Office, answer: str, records: int
) -> None:
    office.world.person("Trần Văn Nam", born=1988)
    shown = await office.sends(list_of_persons(NAM))
    assert "Cần hỏi: 1" in shown
    asked = office.hung.chooses("Trả lời 1 câu hỏi")
    assert "Trong danh sách: Trần Văn Nam · xóm 6" in asked
    assert "Đang có: Trần Văn Nam · 1988" in asked
    assert "xem lại danh sách" in office.hung.chooses(answer)
    await office.reads()
    office.presses("do:list_write:yes")
    await office.reads()
    assert office.names().count("Trần Văn Nam") == records


async def test_what_is_left_for_later_stays_outside(office: Office) -> None:
    office.world.person("Trần Văn Nam", born=1988)
    await office.sends(list_of_persons(NAM, AN))
    office.presses("do:list_ask")
    office.hung.chooses("Để sau")
    assert "Cần hỏi: 1" in await office.reads()
    office.presses("do:list_write:yes")
    assert "Còn 1 dòng chưa rõ" in await office.reads()
    assert sorted(office.names()) == ["Nguyễn Văn An", "Trần Văn Nam"]


async def test_an_unknown_heading_is_asked_and_remembered(office: Office) -> None:
    content = workbook(("Họ và tên", "Nơi ở", "Diện", "Ngày về"), ("Vi Văn Ba", "xóm 1", "Án treo", "05/10/2025"))
    assert "Chưa rõ các cột: «Nơi ở»" in await office.sends(content)
    assert "Cột «Nơi ở» là gì" in office.presses("do:list_ask")
    office.hung.chooses("Xóm, bản")
    assert "Mới: 1" in await office.reads()
    office.presses("do:list_write:yes")
    await office.reads()
    assert office.names() == ["Vi Văn Ba"]
    assert "Chưa rõ các cột" not in await office.sends(content)


async def test_the_list_comes_back_with_its_faults_coloured_and_mended_it_finishes_the_job(office: Office) -> None:
    await office.sends(list_of_persons(AN, BROKEN))
    (paper,) = office.papers()
    assert paper.type == XLSX
    heading, first, second = cells(office, paper)
    assert heading[-3:] == ("Kết quả", "Cần biết", "Cùng người?")
    assert (first[-3], second[-3]) == ("Mới", "Chưa nhận")
    mended = workbook(heading, first, (second[0], 1996, "0912000299", *second[3:]))
    assert "Mới: 2" in await office.sends(mended)


async def test_what_only_the_file_can_mend_stands_at_the_desk(office: Office) -> None:
    await office.sends(list_of_persons(AN, BROKEN))
    facts = opened(office.hung, list_import.gather)
    [row] = facts.to_mend
    assert (row.who, row.says != "", facts.questions) == (BROKEN[0], True, [])


async def test_a_file_that_is_no_list_gets_one_sentence_and_is_forgotten(office: Office) -> None:
    assert "không phải bảng danh sách" in await office.sends(b"%PDF-1.7")
    with office.world.look() as db:
        assert list_drafts.of_account(db, office.hung.account_id) == []


async def test_a_list_of_officers_is_left_to_two_people(office: Office) -> None:
    listed = workbook(("Họ và tên", "SĐT", "Cơ quan"), ("Lê Thị Mới", "0912000301", "Công an xã"))
    assert "hai người đồng ý" in await office.sends(listed)


async def test_a_list_of_guardians_makes_accounts(office: Office) -> None:
    await office.sends(workbook(("Họ và tên", "SĐT"), ("Hà Văn Tốt", "0912000401")))
    office.presses("do:list_write:yes")
    await office.reads()
    with office.world.look() as db:
        account = accounts.by_phone(db, "+84912000401")
        assert account is not None
        assert account.roles == ("guardian",)


async def test_a_file_sent_by_a_guardian_begins_nothing(office: Office) -> None:
    guardian = office.world.guardian()
    assert "chưa biết" in guardian.sends("file", "ref", name="ds.xlsx")
    with office.world.look() as db:
        assert attachments.to_fetch(db, 9) == []


async def test_who_has_left_the_office_meanwhile_takes_nothing_in(office: Office) -> None:
    await office.sends(list_of_persons(AN))
    office.presses("do:list_write:yes")
    with office.world.look() as db:
        accounts.set_status(db, office.hung.account_id, "closed", None, why="test")
    assert await office.reads() == ""
    assert office.names() == []


async def test_a_new_list_takes_the_place_of_the_one_before(office: Office) -> None:
    await office.sends(list_of_persons(AN))
    assert "Trần Thị Bình" in await office.sends(list_of_persons(BINH))
    office.presses("do:list_write:yes")
    await office.reads()
    assert office.names() == [BINH[0]]


async def test_buttons_of_a_list_that_is_gone_say_so(office: Office) -> None:
    for press in ("list_ask", "list_write:yes", "list_means:12345678.hamlet", "list_answer:2.x.same", "list_sheet:1"):
        assert "Không còn danh sách nào đang chờ" in office.presses(f"do:{press}")
    await office.sends(list_of_persons(AN))
    assert "Đã bỏ danh sách" in office.presses("do:list_drop")
    assert "Không còn danh sách nào đang chờ" in office.presses("do:list_write")


@pytest.mark.parametrize(
    "press", ["list_answer:9.perhaps_known.same", "list_answer:.", "list_means:0.", "list_sheet:7"]
)
async def test_made_up_answers_change_nothing(office: Office, press: str) -> None:
    await office.sends(list_of_persons(AN))
    office.presses(f"do:{press}")
    await office.reads()
    assert office.names() == []


async def test_another_sheet_of_the_file_is_read_on_a_word(office: Office) -> None:
    book = load_workbook(io.BytesIO(list_of_persons(AN, AN[:1])))
    other = book.create_sheet("Năm ngoái")
    for row in (("Họ và tên", "Xóm", "Diện", "Ngày về"), ("Vi Văn Ba", "xóm 1", "Án treo", "05/10/2025")):
        other.append(row)
    content = io.BytesIO()
    book.save(content)
    await office.sends(content.getvalue())
    office.hung.chooses("Đọc trang «Năm ngoái»")
    assert "Vi Văn Ba" in await office.reads()


async def test_what_is_looked_at_and_written_is_in_the_audit_without_a_name(office: Office) -> None:
    await office.sends(list_of_persons(AN))
    office.presses("do:list_write:yes")
    await office.reads()
    with office.world.look() as db:
        entries = db.execute(audit.audit.select()).all()
    assert {"list.looked", "list.imported", "person.added"} <= {entry.action for entry in entries}
    assert not any("Nguyễn" in (entry.detail or "") for entry in entries)


async def test_an_officer_of_another_commune_sees_nothing_of_it(office: Office) -> None:
    await office.sends(list_of_persons(AN))
    office.presses("do:list_write:yes")
    await office.reads()
    other = office.world.officer("Cụt Văn Xa")
    with office.world.look() as db:
        put_into(db, other.account_id, "00001")
    assert "Không có danh sách nào" in other.presses("do:list_undo:yes")


async def test_a_fault_of_ours_is_said_once_writes_nothing_and_keeps_no_other_list_waiting(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.sends(list_of_persons(AN, BINH))
    office.presses("do:list_write:yes")

    def breaks(*_: object) -> None:
        raise RuntimeError(AN[0])

    monkeypatch.setattr("handlers.enrolment.writing._put_beside", breaks)
    assert "lỗi ở phía Đồng Hành" in await office.reads()
    assert office.names() == []
    assert await office.reads() == ""


async def test_what_was_answered_holds_when_the_list_is_written_though_the_commune_changed_meanwhile(
    office: Office,
) -> None:
    await office.sends(list_of_persons(AN))
    office.world.person(str(AN[0]), born=1991, phone="+84912000201", hamlet="xóm 6", case_type="suspended")
    office.presses("do:list_write:yes")
    assert "Đã nhập" in await office.reads()
    assert office.names() == [AN[0]], "nobody twice"
