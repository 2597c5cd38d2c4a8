"""The invented people of the demo commune. No one here is anybody; the phone numbers are not given out."""

from dataclasses import dataclass

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phan", "Hồ", "Đặng", "Hoàng", "Võ", "Bùi", "Cao", "Đinh", "Lô", "Vi", "Lương")
MEN = ("Nam", "Lực", "Dũng", "Tuấn", "Hải", "Sơn", "Thắng", "Quân", "Vinh", "Đức", "Tài", "Long", "Cường", "Phúc")
WOMEN = ("Hoa", "Thảo", "Ngân", "Lý", "Hằng", "Thuỷ", "Nhung", "Mai", "Yến", "Dung")
MIDDLE_OF_MEN = ("Văn", "Đình", "Xuân", "Hữu", "Công")
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
    """An offer of a partner: kind, trade, title, where, monthly pay in million đồng (0: none), how many."""

    kind: str
    trade: str
    title: str
    place: str
    pay_from: int = 0
    pay_to: int = 0
    places: int = 1


PARTNERS: tuple[tuple[str, str, str, tuple[Place, ...]], ...] = (
    (
        "enterprise",
        "Tổ xây dựng Minh Phát",
        "Bùi Minh Phát",
        (
            Place("job", "building", "Thợ phụ hồ, có người kèm", "xóm 4", 7, 9, 3),
            Place("job", "building", "Thợ xây chính", "Thanh Chương", 10, 13, 2),
            Place("job", "building", "Thợ sơn nước", "xóm 1", 8, 10, 1),
        ),
    ),
    (
        "enterprise",
        "Xưởng mây tre Khe Bần",
        "Lương Thị Nga",
        (
            Place("job", "craft", "Đan mây tre tại xưởng hoặc tại nhà", "bản Khe Bần", 5, 7, 6),
            Place("job", "driving", "Lái xe tải nhỏ giao hàng", "Kim Bảng", 8, 10, 1),
        ),
    ),
    (
        "enterprise",
        "Trang trại Thanh Hà",
        "Trần Quang Thanh",
        (
            Place("job", "farming", "Chăm đàn bò, ở lại trại", "xóm 8", 6, 8, 2),
            Place("job", "farming", "Cạo mủ và chăm rừng keo", "bản Thượng Lâm", 6, 9, 4),
            Place("job", "farming", "Làm vườn cam theo mùa", "xóm 9", 6, 7, 5),
        ),
    ),
    (
        "enterprise",
        "May Hồng Lam",
        "Đinh Thị Hồng",
        (
            Place("job", "sewing", "Công nhân may, nhận người chưa biết nghề", "Đô Lương", 7, 9, 5),
            Place("job", "sewing", "Thợ là ủi, đóng gói", "Đô Lương", 6, 8, 3),
        ),
    ),
    (
        "school",
        "Trung tâm dạy nghề Thanh Chương",
        "Hoàng Minh Đạo",
        (
            Place("course", "repair", "Lớp sửa xe máy, 3 tháng", "Thanh Chương", places=15),
            Place("course", "welding", "Lớp hàn, 3 tháng", "Thanh Chương", places=12),
            Place("course", "cooking", "Lớp nấu ăn, 2 tháng", "Kim Bảng", places=20),
        ),
    ),
    (
        "union",
        "Hội Nông dân xã Kim Bảng",
        "Phan Văn Hoè",
        (
            Place("course", "farming", "Tập huấn nuôi gà thả vườn", "UBND xã", places=30),
            Place("job", "farming", "Tổ hợp tác nuôi ong, chia theo sản lượng", "xóm 7", 4, 8, 4),
        ),
    ),
)
