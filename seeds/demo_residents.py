"""The invented people of the demo commune who have come home, and what has been said, asked and done since."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Resident:
    """`home`: days since; `guardian`: which of the twelve; `last`: days since the last visit; the rest as reported."""

    name: str
    pronoun: str
    born: int
    hamlet: int
    case_type: str
    home: int
    guardian: int | None
    last: int
    work: str = ""
    mood: str = ""
    needs: tuple[str, ...] = ()


RESIDENTS = (
    Resident("Đặng Văn Nam", "anh", 1991, 5, "finished", 214, 0, 33, "casual", "fair", ("job",)),
    Resident("Trần Thị Hoa", "chi", 1988, 1, "amnesty", 448, 0, 12, "steady", "good"),
    Resident("Hồ Văn Lực", "anh", 1995, 5, "finished", 160, 0, 27, "looking", "fair", ("training",)),
    Resident("Lê Xuân Dũng", "anh", 1985, 3, "finished", 520, 1, 18, "steady", "good"),
    Resident("Nguyễn Thị Thảo", "chi", 1979, 2, "amnesty", 450, 1, 30, "casual", "fair", ("loan",)),
    Resident("Phan Hữu Hải", "anh", 1993, 8, "parole", 75, 2, 4, "looking", "fair", ("job",)),
    Resident("Bùi Đình Sơn", "anh", 1980, 0, "finished", 610, 2, 22, "steady", "good"),
    Resident("Vi Văn Thắng", "anh", 1998, 10, "finished", 130, 8, 9, "casual", "good", ("training",)),
    Resident("Lô Văn Quân", "anh", 1987, 10, "amnesty", 85, 8, 6, "casual", "fair", ("papers",)),
    Resident("Lương Thị Ngân", "chi", 1990, 11, "finished", 300, 9, 39, "none", "ill", ("health_care",)),
    Resident("Cao Văn Vinh", "anh", 1976, 9, "finished", 700, 10, 8, "steady", "good"),
    Resident("Hoàng Công Đức", "anh", 1983, 7, "suspended", 240, 3, 28, "casual", "fair", ("loan",)),
    Resident("Võ Văn Tài", "anh", 1996, 6, "community", 150, 7, 20, "training", "good"),
    Resident("Đinh Thị Lý", "chi", 1984, 4, "amnesty", 447, 4, 16, "steady", "good"),
    Resident("Nguyễn Bá Long", "anh", 1989, 4, "finished", 340, 4, 25, "looking", "fair", ("job",)),
    Resident("Trần Quốc Cường", "anh", 1992, 1, "finished", 52, 1, 5, "looking", "fair", ("job", "papers")),
    Resident("Lê Thị Hằng", "chi", 1986, 7, "finished", 410, 3, 7, "casual", "good"),
    Resident("Phan Văn Phúc", "anh", 1974, 8, "finished", 820, 2, 30, "unable", "ill", ("health_care",)),
    Resident("Hồ Đức Tuấn", "anh", 2000, 0, "suspended", 200, 11, 14, "training", "good"),
    Resident("Bùi Văn Mạnh", "anh", 1981, 9, "residence", 365, 10, 19, "casual", "fair", ("legal",)),
    Resident("Đặng Thị Nhung", "chi", 1994, 6, "finished", 275, 6, 35, "casual", "fair", ("loan",)),
    Resident("Vi Thị Mai", "chi", 1997, 11, "finished", 180, 9, 11, "steady", "good"),
    Resident("Nguyễn Hữu Khánh", "anh", 1978, 2, "finished", 560, 5, 3, "steady", "good"),
    Resident("Cao Xuân Bình", "anh", 1988, 3, "amnesty", 449, 5, 23, "casual", "fair"),
    Resident("Trần Văn Giang", "anh", 1990, 5, "finished", 230, 6, 26, "looking", "fair", ("job",)),
    Resident("Lương Văn Hiếu", "anh", 1999, 10, "finished", 110, 8, 10, "steady", "good"),
    Resident("Hoàng Thị Yến", "chi", 1982, 7, "finished", 480, 7, 17, "steady", "good"),
    Resident("Võ Đình Toàn", "anh", 1986, 0, "finished", 390, 11, 13, "casual", "good", ("loan",)),
    Resident("Lê Văn Chiến", "anh", 1994, 3, "finished", 5, None, 0),
    Resident("Nguyễn Thị Dung", "chi", 1991, 6, "finished", 3, None, 0),
)

# as guardians write them down
NOTES = {
    "steady": (
        "Đi làm đều, chủ khen chăm chỉ.",
        "Dạo này vui vẻ, vừa sửa lại mái bếp cho mẹ.",
        "Làm đều ở xưởng, cuối tuần phụ nhà bán hàng.",
        "Đã gửi tiền đóng học cho con.",
    ),
    "casual": (
        "Ai gọi gì làm nấy, mong có việc ổn định hơn.",
        "Đang phụ hồ theo ngày, tuần được bốn năm công.",
        "Mùa này bóc keo thuê, sang tháng hết việc.",
        "Chăm bò với bố, rảnh thì đi làm thuê.",
    ),
    "training": ("Đi học đều, hôm nào mưa to mới nghỉ.", "Thầy bảo sáng dạ, tay nghề lên nhanh."),
    "looking": (
        "Đã hỏi hai chỗ, đang chờ người ta trả lời.",
        "Muốn tìm việc gần nhà để trông mẹ già.",
        "Có tay nghề, cần người giới thiệu.",
    ),
    "unable": ("Đau lưng lâu ngày, đã hẹn ra trạm y tế khám.", "Sức yếu, con trai đỡ việc đồng áng."),
    "none": ("Đang thuốc thang, con còn nhỏ nên chưa đi làm.", "Mệt, ít ra ngoài, chị dâu qua lại trông nom."),
}
AWAY_NOTE = "Ghé lúc đang đi làm, gặp mẹ ở nhà, nhắn lại rồi."


@dataclass(frozen=True, slots=True)
class Resolved:
    """An alert that is over or in hand; `outcome` is empty while somebody has it in hand."""

    resident: int
    level: str
    reason: str
    days_ago: int
    hour: int
    minutes_to_take: int
    officer: int
    outcome: str
    note: str | None = None


ALERTS = (
    Resolved(2, "high", "low_mood", 41, 17, 9, 0, "spoke_by_phone", "Mấy hôm nay ít nói, bỏ bữa. Nhờ cán bộ gọi hỏi."),
    Resolved(12, "urgent", "alarm", 19, 19, 3, 2, "helped_on_site", "Hai nhà to tiếng chuyện bờ rào, đã can ra."),
    Resolved(9, "normal", "visit_overdue", 2, 8, 45, 1, ""),
)
# resident, title of the offer, how it stands
INTERESTS = (
    (15, "Thợ phụ hồ, có người kèm", "contacted"),
    (0, "Thợ phụ hồ, có người kèm", "new"),
    (7, "Lớp sửa xe máy, 3 tháng", "taken_on"),
    (12, "Lớp hàn, 3 tháng", "taken_on"),
    (4, "Công nhân may, nhận người chưa biết nghề", "new"),
    (24, "Chăm đàn bò, có chỗ ở và cơm", "turned_down"),
)
# resident, kind, days open before it was met
MET_NEEDS = ((10, "job", 70), (1, "papers", 24), (21, "training", 55), (16, "health_care", 12))
# resident, days ago, what the person wrote, what the officer answered after some hours
TALKS = (
    (
        0,
        6,
        "Anh Hùng ơi, em muốn làm lại căn cước thì ra đâu, cần mang gì ạ?",
        "Chào anh Nam, anh mang giấy tờ còn giữ được lên Công an xã, sáng thứ Ba hoặc thứ Năm đều có người làm.",
    ),
    (
        5,
        2,
        "Em xin hỏi tuần sau em đi làm ở Đô Lương mấy hôm có phải báo không ạ?",
        "Có nhé anh Hải. Anh ghé trụ sở làm giấy báo trước khi đi, tôi chỉ cho.",
    ),
)
FACES = {"good": "good", "fair": "fair", "low": "low", "ill": "low"}
UNANSWERED = (0, 14)

# for the larger communes of measurements
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phan", "Hồ", "Đặng", "Hoàng", "Võ", "Bùi", "Cao", "Đinh", "Lô", "Vi", "Lương")
MIDDLE = ("Văn", "Đình", "Xuân", "Hữu", "Công", "Đức", "Quốc", "Bá")
MEN = ("Nam", "Lực", "Dũng", "Tuấn", "Hải", "Sơn", "Thắng", "Quân", "Vinh", "Đức", "Tài", "Long", "Cường", "Phúc")
WOMEN = ("Hoa", "Thảo", "Ngân", "Lý", "Hằng", "Thủy", "Nhung", "Mai", "Yến", "Dung")
