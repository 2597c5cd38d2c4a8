"""An officer sends the office's own Word template in chat: it is checked, tried, looked at, used, and can be left."""

from io import BytesIO

import pytest
from docx import Document as read_word

from handlers.kit import Outgoing
from handlers.kit.document import MadeOf
from handlers.office_templates.trial import STARTING, TRIAL
from rules.document_forms import FORMS
from storage import attachments, chats, document_templates
from storage.attachments import Attachment
from tests.handlers.documents.test_word import HONEST, template
from tests.person import Talker, World


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


def asked_for(world: World) -> Attachment:
    with world.look() as db:
        return attachments.to_make(db, 9)[-1]


def tries(world: World, content: bytes) -> Outgoing:
    """What the document maker does with the file that was sent last; gives what is told."""
    asked = asked_for(world)
    made_of = TRIAL.made_of
    assert isinstance(made_of, MadeOf)
    with world.store.transaction() as db:
        writing = TRIAL.prepare(db, world.deployment, asked)
    assert writing is not None
    try:
        writing(content)
    except ValueError as problem:
        with world.store.transaction() as db:
            return made_of.tell_unfit(db, world.deployment, asked, problem)
    with world.store.transaction() as db:
        made_of.keep(db, asked, content)
        return TRIAL.tell(db, world.deployment, asked, "https://x")


def sends(world: World, hung: Talker, content: bytes, form: str = "hcd_08") -> Outgoing:
    hung.presses(f"go:document_template:form={form}")
    assert "Đang kiểm tra mẫu" in hung.sends("file")
    return tries(world, content)


def in_use(world: World, form: str = "hcd_08") -> bytes | None:
    with world.look() as db:
        return document_templates.in_use(db, world.deployment.unit, form)


def test_a_template_is_used_only_after_its_trial_was_looked_at(world: World, hung: Talker) -> None:
    told = sends(world, hung, HONEST)
    assert "người không có thật" in told.text
    assert in_use(world) is None
    assert "soạn theo mẫu số 1 của cơ quan" in hung.presses(told.buttons[0].press)
    assert in_use(world) == HONEST
    hung.says("mau van ban")
    assert "HCD-08: báo cáo quý · riêng" in hung.last.labels


def test_what_is_wrong_is_said_with_its_place_and_the_present_one_stays(world: World, hung: Talker) -> None:
    told = sends(world, hung, template("Kính gửi {{ ho_va_ten }}", "{{ lan_tham }}"))
    assert "mẫu cũ vẫn giữ nguyên" in told.text
    assert "Không có ô nào tên «ho_va_ten». Có phải ý là «ho_ten»? Ở đoạn: «Kính gửi {{ ho_va_ten }}»" in told.text
    assert "«lan_tham» là một danh sách" in told.text
    assert told.buttons[0].press == "go:document_template:form=hcd_08"
    assert in_use(world) is None


def test_of_many_faults_the_first_are_named_and_the_rest_counted(world: World, hung: Talker) -> None:
    told = sends(world, hung, template(*[f"{{{{ truong_{number} }}}}" for number in range(8)]))
    assert told.text.endswith("và 3 chỗ nữa")


def test_earlier_ones_are_kept_and_ours_is_a_press_away(world: World, hung: Talker) -> None:
    for number, content in enumerate((HONEST, template("Mẫu hai {{ ho_ten }}")), 1):
        hung.presses(sends(world, hung, content).buttons[0].press)
        with world.look() as db:
            assert document_templates.of_unit(db, world.deployment.unit)[0].number == number
    hung.presses("do:templates:hcd_08")
    assert "soạn theo mẫu số 1" in hung.chooses("Dùng lại mẫu số 1")
    assert in_use(world) == HONEST
    hung.presses("do:templates:hcd_08")
    assert "theo mẫu của Đồng Hành" in hung.chooses("Về mẫu của Đồng Hành")
    assert in_use(world) is None
    assert {"Dùng lại mẫu số 1", "Dùng lại mẫu số 2"} <= set(hung.presses("do:templates:hcd_08") and hung.last.labels)


def test_the_present_template_comes_as_a_file_to_work_on(world: World, hung: Talker) -> None:
    hung.says("mau van ban")
    hung.chooses("Xem tiếp")
    hung.chooses("Giấy nhắc việc")
    hung.chooses("Lấy mẫu đang dùng")
    asked = asked_for(world)
    with world.store.transaction() as db:
        writing = STARTING.prepare(db, world.deployment, asked)
    assert writing is not None
    assert "{{ ho_ten }}" in "\n".join(line.text for line in read_word(BytesIO(writing())).paragraphs)


@pytest.mark.parametrize("kind", ["photo", "voice"])
def test_what_is_no_file_is_asked_for_again(world: World, hung: Talker, kind: str) -> None:
    hung.presses("go:document_template:form=hcd_08")
    assert "tệp Word" in hung.sends(kind)
    assert "tệp Word" in hung.says("mẫu đây")


def test_only_officers_and_admins_of_the_commune_choose(world: World, hung: Talker) -> None:
    told = sends(world, hung, HONEST)
    tu, admin = world.guardian(), world.linked("Vũ Thị Lành", "admin")
    assert "không thuộc việc của" in tu.presses(told.buttons[0].press)
    assert in_use(world) is None
    with world.store.transaction() as db:
        elsewhere = document_templates.add(db, unit="17792", form="hcd_08", content=HONEST, by=None)
    assert "thuộc xã khác" in admin.presses(f"do:template_use:{elsewhere.id}")
    assert "mẫu số 1" in admin.presses(told.buttons[0].press)


def test_a_file_of_somebody_else_is_not_tried(world: World, hung: Talker) -> None:
    hung.presses("go:document_template:form=hcd_08")
    hung.sends("file")
    sent = asked_for(world).argument.partition(".")[2]
    hoa = world.officer("Phạm Thị Hoa")
    with world.store.transaction() as db:
        chat = chats.of_account(db, hoa.account_id)[0]
        asked = attachments.ask_for(db, chat, TRIAL.id, account_id=hoa.account_id, argument=f"hcd_08.{sent}")
        of_another = attachments.get(db, asked)
        assert of_another is not None
        assert TRIAL.prepare(db, world.deployment, of_another) is None


@pytest.mark.parametrize("argument", ["x", "99", "hcd_01"])
def test_nonsense_in_a_button_leads_to_the_list_or_nowhere(world: World, hung: Talker, argument: str) -> None:
    assert "chọn mẫu" in hung.presses(f"do:templates:{argument}")
    for command in ("template_use", "template_ours", "template_file"):
        assert "Không tìm thấy" in hung.presses(f"do:{command}:{argument}")


def test_every_form_has_its_page(world: World, hung: Talker) -> None:
    for form in FORMS:
        assert "đang dùng mẫu của Đồng Hành" in hung.presses(f"do:templates:{form.id}")
