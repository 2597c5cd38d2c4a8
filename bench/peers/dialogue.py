"""The visit report as both peers ask it: the questions and answers, so that the dialogues are the same."""

from dataclasses import dataclass

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    ask: str
    options: Options = ()
    several: bool = False


PERSON = Question("person", "Bác vừa gặp ai?", (("1", "Nguyễn Văn A"), ("2", "Trần Văn B"), ("3", "Lê Văn C")))
DAY = Question("day", "Gặp hôm nào?", (("0", "Hôm nay"), ("1", "Hôm qua"), ("2", "Hôm kia")))
KIND = Question(
    "kind", "Gặp ở đâu?", (("home", "Tại nhà"), ("work", "Chỗ làm"), ("office", "Tại xã"), ("phone", "Điện thoại"))
)
OUTCOME = Question(
    "outcome",
    "Có gặp được không?",
    (("met", "Gặp được"), ("away", "Đi vắng"), ("refused", "Không muốn gặp"), ("moved", "Đã chuyển đi")),
)
WORK = Question("work", "Công việc thế nào?", (("steady", "Ổn định"), ("odd", "Thất thường"), ("none", "Chưa có")))
MOOD = Question("mood", "Sức khỏe, tinh thần ra sao?", (("good", "Tốt"), ("fair", "Bình thường"), ("low", "Kém")))
CONCERNS = Question(
    "concerns",
    "Có điều gì đáng lo không?",
    (
        ("alcohol", "Rượu bia"),
        ("drugs", "Chất gây nghiện"),
        ("gambling", "Cờ bạc"),
        ("debt", "Nợ nần"),
        ("family", "Chuyện gia đình"),
        ("company", "Bạn bè xấu"),
        ("health", "Sức khỏe"),
        ("mood", "Buồn chán"),
        ("violence", "Bạo lực, đe dọa"),
        ("left", "Rời địa phương"),
    ),
    several=True,
)
NEEDS = Question(
    "needs",
    "Cần giúp gì?",
    (
        ("job", "Việc làm"),
        ("training", "Học nghề"),
        ("loan", "Vay vốn"),
        ("papers", "Giấy tờ"),
        ("health", "Chữa bệnh"),
        ("housing", "Chỗ ở"),
        ("legal", "Tư vấn luật"),
    ),
    several=True,
)
NOTE = Question("note", "Bác ghi thêm gì không?")
CHOICES = (PERSON, DAY, KIND, OUTCOME, WORK, MOOD, CONCERNS, NEEDS)

Answers = dict[str, str | list[str]]
Keys = list[list[tuple[str, str]]]


def keys(question: Question, ticked: list[str] | None = None) -> Keys:
    """Rows of (label, callback data)."""
    rows = [
        [(f"{'✅ ' if ticked and value in ticked else ''}{label}", f"{question.id}:{value}")]
        for value, label in question.options
    ]
    if question.several:
        rows.append([("Xong", f"{question.id}:!done")])
    return rows


def toggled(ticked: list[str], value: str) -> list[str]:
    return [each for each in ticked if each != value] if value in ticked else [*ticked, value]


REVIEW_KEYS: Keys = [[("Gửi", "review:!send"), ("Hủy", "review:!cancel")]]


def review(answers: Answers) -> str:
    lines = ["Bác xem lại:"]
    for question in CHOICES:
        labels = dict(question.options)
        given = answers[question.id]
        chosen = [labels[value] for value in ([given] if isinstance(given, str) else given)]
        lines.append(f"{question.ask} {', '.join(chosen) or 'không'}")
    return "\n".join([*lines, f"Ghi thêm: {answers['note']}"])


def receipt(number: int) -> str:
    return f"Đã nhận báo cáo số {number}. Cảm ơn bác!"
