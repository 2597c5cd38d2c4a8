"""The invented people of the demo commune who help: officers, guardians, partners. No one here is anybody."""

from dataclasses import dataclass

HAMLETS = (*tuple(f"xóm {number}" for number in range(1, 11)), "bản Khe Bần", "bản Thượng Lâm")


@dataclass(frozen=True, slots=True)
class Staff:
    name: str
    pronoun: str
    agency: str
    born: int
    admin: bool = False


AGENCIES = (
    ("police", "Công an xã Kim Bảng", "+84238000001"),
    ("border", "Đồn Biên phòng Kim Bảng", "+84238000002"),
    ("committee", "UBND xã Kim Bảng", "+84238000003"),
)
OFFICERS = (
    Staff("Lê Mạnh Hùng", "anh", "police", 1988, admin=True),
    Staff("Nguyễn Thị Hạnh", "chi", "police", 1991),
    Staff("Vi Văn Thành", "anh", "border", 1986),
    Staff("Phan Thị Lan", "chi", "committee", 1984),
)
# looks after the service for the province, and sees counts of its communes alone
OF_PROVINCE = ("Đinh Công Thắng", "anh", 1981)
GUARDIANS = (
    ("Nguyễn Đình Tư", "bac", 1962),
    ("Trần Thị Hợi", "co", 1971),
    ("Lê Văn Khang", "chu", 1968),
    ("Phan Bá Lộc", "bac", 1960),
    ("Hồ Thị Xuân", "chi", 1983),
    ("Đặng Quốc Bảo", "anh", 1985),
    ("Hoàng Thị Tâm", "co", 1969),
    ("Võ Văn Đoàn", "chu", 1972),
    ("Lô Văn Pún", "bac", 1958),
    ("Vi Thị Mằn", "co", 1974),
    ("Bùi Trọng Nghĩa", "anh", 1980),
    ("Cao Thị Liên", "chi", 1979),
)


@dataclass(frozen=True, slots=True)
class Place:
    """An offer of a partner: kind, trade, title, where, monthly pay in million đồng (0: none), how many, hours."""

    kind: str
    trade: str
    title: str
    place: str
    pay_from: int = 0
    pay_to: int = 0
    places: int = 1
    hours: str = "7:00–17:00, nghỉ Chủ nhật"
    details: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    kind: str
    name: str
    contact: str
    pronoun: str
    born: int
    places: tuple[Place, ...]


MORNINGS = "sáng thứ Hai đến thứ Sáu"
PARTNERS = (
    Partner(
        "enterprise",
        "Tổ xây dựng Minh Phát",
        "Bùi Minh Phát",
        "anh",
        1979,
        (
            Place("job", "building", "Thợ phụ hồ, có người kèm", "xóm 4", 7, 9, 3, details="Trả công cuối tuần."),
            Place("job", "building", "Thợ xây chính", "Thanh Chương", 10, 13, 2, details="Có chỗ nghỉ trưa."),
            Place("job", "building", "Thợ sơn nước", "xóm 1", 8, 10, 1),
        ),
    ),
    Partner(
        "enterprise",
        "Xưởng mây tre Khe Bần",
        "Lương Thị Nga",
        "chi",
        1982,
        (
            Place(
                "job",
                "craft",
                "Đan mây tre tại xưởng hoặc tại nhà",
                "bản Khe Bần",
                5,
                7,
                6,
                "tùy người làm",
                "Chưa biết nghề được dạy hai tuần.",
            ),
            Place(
                "job", "driving", "Lái xe tải nhỏ giao hàng", "Kim Bảng", 8, 10, 1, details="Cần bằng lái xe tải nhỏ."
            ),
        ),
    ),
    Partner(
        "enterprise",
        "Trang trại Thanh Hà",
        "Trần Quang Thanh",
        "anh",
        1975,
        (
            Place("job", "farming", "Chăm đàn bò, có chỗ ở và cơm", "xóm 8", 6, 8, 2, "sáng sớm và chiều"),
            Place("job", "farming", "Cạo mủ và chăm rừng keo", "bản Thượng Lâm", 6, 9, 4),
            Place("job", "farming", "Làm vườn cam theo mùa", "xóm 9", 6, 7, 5, "theo mùa, tháng 11 đến tháng 1"),
        ),
    ),
    Partner(
        "enterprise",
        "May Hồng Lam",
        "Đinh Thị Hồng",
        "chi",
        1987,
        (
            Place(
                "job",
                "sewing",
                "Công nhân may, nhận người chưa biết nghề",
                "Đô Lương",
                7,
                9,
                5,
                details="Có xe đưa đón ở ngã ba xã.",
            ),
            Place("job", "sewing", "Thợ là ủi, đóng gói", "Đô Lương", 6, 8, 3),
        ),
    ),
    Partner(
        "school",
        "Trung tâm dạy nghề Thanh Chương",
        "Hoàng Minh Đạo",
        "chu",
        1970,
        (
            Place("course", "repair", "Lớp sửa xe máy, 3 tháng", "Thanh Chương", places=15, hours=MORNINGS),
            Place("course", "welding", "Lớp hàn, 3 tháng", "Thanh Chương", places=12, hours=MORNINGS),
            Place("course", "cooking", "Lớp nấu ăn, 2 tháng", "Kim Bảng", places=20, hours="buổi tối"),
        ),
    ),
    Partner(
        "union",
        "Hội Nông dân xã Kim Bảng",
        "Phan Văn Hòe",
        "bac",
        1964,
        (
            Place(
                "course", "farming", "Tập huấn nuôi gà thả vườn", "UBND xã", places=30, hours="hai buổi sáng thứ Bảy"
            ),
            Place("job", "farming", "Tổ hợp tác nuôi ong, chia theo sản lượng", "xóm 7", 4, 8, 4, "tùy mùa hoa"),
        ),
    ),
)
