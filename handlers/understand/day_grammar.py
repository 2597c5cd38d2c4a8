"""The phrases that name a day, as patterns on spelled text, each with what reads it and where it counts."""

import re
from typing import NamedTuple

from handlers.understand import day_readers as read
from handlers.understand.day_readers import Reader
from handlers.understand.numerals import IN_WORDS, NUMBER, WORD


class Rule(NamedTuple):
    """`alone`: only where the phrase is all that is said, as an answer is."""

    pattern: re.Pattern[str]
    reader: Reader
    alone: bool = False


_BEFORE = "vua roi|vua qua|truoc|qua|roi|vua"
_AFTER = "sap toi|sap tới|sau|toi|tới"
_WHICH = rf"(?P<which>nay|ni|{_AFTER}|{_BEFORE})"
_WEEK = rf"(?P<week>truoc nua|sau nua|nay|ni|{_AFTER}|{_BEFORE})"
_YEAR = r"(?P<year>(?:19|20)\d\d|nam (?:ngoai|nay|ni|sau|toi|tới|truoc|roi|vua roi)|sang nam)"
_OF_YEAR = rf"(?: ?/? ?(?:nam )?{_YEAR})?"
_LUNAR = r"(?P<lunar> (?:am(?: lich)?|ta))?"
_ON = r"(?:ngay|hom|bua|mung|mong)"
_AROUND = r"(?:ngay|hom|bua|mung|mong|dip|dot|le)"
_D, _M = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})"
_Y = r"(?P<year>20\d\d|19\d\d|\d\d)"
_DAY_IN_WORDS = rf"(?P<day>\d{{1,2}}|(?!chuc|tram|khong){IN_WORDS})"
# without «ngày» before it, a single word is a count: «hai tháng một»
_DAY_ALONE = rf"(?P<day>\d{{1,2}}|(?:muoi|ham|hai|ba)(?: muoi)? (?:{WORD}(?!\w))|(?:hai|ba) muoi)"
_MONTH_IN_WORDS = rf"(?P<month>gieng|chap|mot chap|\d{{1,2}}|tu|(?!sau(?!\w)){NUMBER})"
# what makes of the figures before it a sum, a share or a count
_NOT_COUNTED = (
    r"(?! ?(?:tr|trieu|k|ngan|nghin|ti|ty|gio|h|g|kg|km|nguoi|tuoi|phan|ha|sao|thang|nam|ngay|tieng|m|con|thang|%)"
    r"(?!\w))"
)
_NOT_OF_A_DAY = (
    r"(?! ?(?:lan|bua|cong|tieng|gio|trieu|tr|k|nghin|ngan|tram|chuc|h|phut|nguoi|cu|chai|lit|xi|dong|vien|mui|lieu|"
    r"ca|buoi|dem|ngay|tuan|nam|con|cai|kg|can|noi|dua|goi|ly|coc|chen|bao|km|%|[-,.:]? ?\d|den \d)(?!\w))"
)
_ENGLISH_DAY = r"(?P<day>mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)"
# «may» alone is «máy», «sep» is a boss
_ENGLISH_MONTH = (
    r"(?P<month>jan|feb|mar|apr|jun|jul|aug|oct|nov|dec|sep(?=t)|may(?= \d+(?:st|nd|rd|th)))"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?"
)
# «cn» is a worker or industry too
_SUNDAY = (
    r"(?:chu|chua) nhat|cn(?= (?:tuan|nay|ni|toi|tới|sau|truoc|vua|roi))|(?<=ngay )cn|(?<=hom )cn|(?<=sang )cn|^cn"
)
_TENS = "mai ham muoi hai ba bon nam bay tam chin trieu tram tr"
_NO_TENS = "".join(f"(?<!{word} )" for word in _TENS.split())
# a tree, a dawn, and, without accents, «mãi» (on and on) and «mài» (to grind)
_NOT_BEFORE_MAI = "cay ban hoa ai dang cun tren mai khuyen ngoi gai ten be giao co"
_NO_MAI = "".join(f"(?<!{word} )" for word in _NOT_BEFORE_MAI.split())
_WEEKDAY = rf"(?:(?:thu ?(?P<day>[2-7]|hai|ba|tu|nam|sau|sáu|bay)|t(?P<short>[2-7]))|{_SUNDAY})"
_WITH_WEEKDAY = r"(?:(?:thu ?(?:[2-7]|hai|ba|tu|nam|sau|sáu|bay)|t[2-7]|chu nhat|cn) ?(?:, ?)?(?:la )?)?"
_SAID = r"(?: (?:,|vao|hom|ngay|la|vao hom))?"

_PATTERNS: tuple[tuple[str, Reader], ...] = (
    (r"(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})", read.iso),
    (rf"{_WITH_WEEKDAY}(?:{_AROUND} ?)?{_D} ?[/.\-] ?{_M} ?[/.\-] ?{_Y}{_LUNAR}", read.calendar),
    (rf"{_WITH_WEEKDAY}(?:{_AROUND} ?)?{_D}/{_M}(?: {_YEAR})?{_LUNAR}(?: {_WHICH})?{_NOT_COUNTED}", read.calendar),
    (rf"{_AROUND} ?{_D} ?[.\-] ?{_M}(?: {_YEAR})?{_LUNAR}(?: {_WHICH})?{_NOT_COUNTED}", read.calendar),
    (rf"(?:{_ON} ?)?{_D} {_M} {_Y.replace('|' + chr(92) + 'd' + chr(92) + 'd)', ')')}", read.calendar),
    (r"tet (?:tay|duong lich|duong)(?: (?P<which>vua roi|nay|toi|tới|sap tới|sap toi))?", read.feast(1, 1)),
    (r"trung thu(?: (?P<which>vua roi|nay|toi|tới|sap tới|sap toi))?", read.feast(15, 8, lunar=True)),
    (r"(?:quoc khanh)(?: (?P<which>vua roi|nay|toi|tới|sap tới|sap toi))?", read.feast(2, 9)),
    (r"(?:noel|giang sinh)(?: (?P<which>vua roi|nay|toi|tới|sap tới|sap toi))?", read.feast(25, 12)),
    (r"giao thua", read.eve_of_new_year),
    (
        rf"(?:(?:mung|mong|ngay) )?(?!sau |bay ){_DAY_IN_WORDS} tet(?: am(?: lich)?)?"
        r"(?: (?P<which>vua roi|vua qua|roi|toi|tới|sap tới|sap toi|nay|nam nay))?",
        read.new_year,
    ),
    (r"ram(?: thang)? (?P<month>gieng|chap|\d{1,2}|tu|" + IN_WORDS + rf")(?: {_WHICH})?", read.full_moon),
    (rf"ram (?:thang )?(?P<month>){_WHICH}", read.full_moon),
    (r"(?:hom|ngay|bua) ram(?P<month>)(?P<which>)", read.full_moon),
    (
        rf"(?:{_ON} )?(?:mung )?{_D} (?:tay|duong lich) thang (?P<month>nay|ni|sau|toi|tới|truoc)(?P<which>)",
        read.day_of_month,
    ),
    (
        rf"{_WITH_WEEKDAY}(?:{_ON} ?)(?:mung )?{_DAY_IN_WORDS} ?(?:thang|th|t) ?{_MONTH_IN_WORDS}{_OF_YEAR}{_LUNAR}"
        rf"(?: (?P<which>vua roi|vua qua|nay|toi|tới))?{_NOT_COUNTED}",
        read.named_month,
    ),
    (
        rf"{_DAY_ALONE} ?(?:thang|th|t) ?(?!mot(?!\w)){_MONTH_IN_WORDS}{_OF_YEAR}{_LUNAR}"
        rf"(?: (?P<which>vua roi|vua qua|nay|toi|tới))?{_NOT_COUNTED}",
        read.named_month,
    ),
    (
        rf"(?:(?:mung|ngay) )?{_DAY_IN_WORDS}(?P<lunar> am(?: lich)?) thang {_MONTH_IN_WORDS}{_OF_YEAR}",
        read.named_month,
    ),
    (rf"{_DAY_IN_WORDS} (?P<month>gieng|chap){_OF_YEAR}", read.named_month),
    (
        rf"(?:{_ON} ?)(?:mung )?{_DAY_IN_WORDS} thang (?P<month>nay|ni|{_AFTER}|{_BEFORE})(?P<which>)",
        read.day_of_month,
    ),
    # «5 tháng nay» and «2 tháng trước» count months
    (rf"(?P<day>1[3-9]|2\d|3[01]) thang (?P<month>nay|ni|{_AFTER}|{_BEFORE})(?P<which>)", read.day_of_month),
    (
        rf"thang (?P<month>nay|ni|{_AFTER}|{_BEFORE})(?: vao)? (?:ngay|hom|mung) {_DAY_IN_WORDS}(?P<which>)",
        read.day_of_month,
    ),
    (rf"(?:{_ON} ?)(?:mung )?{_DAY_IN_WORDS}(?P<month>) {_WHICH}{_NOT_OF_A_DAY}", read.day_of_month),
    (rf"tuan {_WEEK}{_SAID} {_WEEKDAY}(?P<which>)", read.weekday),
    (rf"{_WEEKDAY} (?:, )?(?:dau |cuoi )?tuan {_WEEK}(?P<which>)", read.weekday),
    (rf"{_WEEKDAY} {_WHICH}(?P<week>)(?! (?:nha|tham|gap|noi|cho|day|xa|do|nua))", read.weekday),
    (rf"{_WEEKDAY}(?P<week>)(?P<which>)(?! ?(?:tr|trieu|k|nghin|ngan|ty|cu|nguoi|dua|lan)(?!\w))", read.weekday),
    (rf"(?P<which>last|next|this) {_ENGLISH_DAY}(?P<week>)", read.weekday),
    (rf"(?:on )?{_ENGLISH_DAY}(?P<week>)(?P<which>)", read.weekday),
    (rf"(?:the )?{_D}(?:st|nd|rd|th)?(?: of)? {_ENGLISH_MONTH}(?: (?P<year>20\d\d))?", read.english_month),
    (rf"{_ENGLISH_MONTH} {_D}(?:st|nd|rd|th)?(?: (?P<year>20\d\d))?", read.english_month),
    (
        rf"(?:cach|truoc) (?:day|nay) (?P<count>nua|{NUMBER}) (?P<unit>ngay|hom|bua|tuan|thang)(?P<ahead>)",
        read.ago_or_ahead,
    ),
    (
        rf"(?P<count>nua|{NUMBER}) (?P<unit>ngay|hom|bua|tuan|thang) truoc(?P<ahead>)(?! (?:khi|luc|mat|tien))",
        read.ago_or_ahead,
    ),
    (rf"(?P<count>nua|{NUMBER}) (?P<unit>ngay|hom|bua|tuan|thang) (?P<ahead>nua)(?! (?:so|gia))", read.ago_or_ahead),
    (r"(?<!may )(?<!vai )(?<!nhieu )(?<!bn )(?P<count>)(?P<unit>tuan|thang) (?P<ahead>nua)", read.ago_or_ahead),
    (r"(?P<count>\d+) (?P<unit>day|week|month)s? ago(?P<ahead>)", read.ago_or_ahead),
    (r"(?P<ahead>in) (?P<count>\d+) (?P<unit>day|week|month)s?", read.ago_or_ahead),
    (
        rf"(?P<part>dau|giua|cuoi|het) (?:thang|th|t) ?(?P<month>\d{{1,2}}|tu|(?!sau(?!\w)){IN_WORDS}){_OF_YEAR}"
        r"(?: (?P<which>vua roi|vua qua|nay|toi|tới))?(?![\w,.]*\d)",
        read.part_of_month,
    ),
    (rf"(?P<part>dau|giua|cuoi|het) thang(?: {_WHICH})?(?P<month>)(?P<year>)", read.part_of_month),
    (
        r"(?P<part>dau|giua|cuoi|het) (?:nam (?=\d))?(?P<year>(?<=nam )(?:19|20)\d\d|"
        r"nam (?:ngoai|nay|ni|sau|toi|tới|truoc|roi)|"
        r"sang nam|nam(?! \d)(?P<this>))",
        read.part_of_year,
    ),
    (rf"cuoi tuan(?: {_WEEK})?", read.weekend),
    (rf"(?P<part>dau|giua) tuan {_WEEK}", read.part_of_week),
    (r"(?:ngay )?hom qua|(?:hom|bua|sang|trua|chieu|tối|dem|khuya) qua|yesterday", read.offset(-1)),
    (
        r"(?<!nghe )(?<!thay )(?<!thuong )toi qua(?= (?:no|em|e|minh|anh|chi|ong|thay|khong|ko|k|chua|ngu|say|"
        r"uong|nghe|bi|co|ghe|ve|o nha|"
        r"chong|vo|toi|den|con|"
        r",)|$)",
        read.offset(-1),
    ),
    (r"(?:hoi|khi|hoi dem|khi dem) (?:hom|tối|toi|dem)(?: qua)?", read.offset(-1)),
    (r"(?:hom|bua) kìa", read.offset(-3)),
    (r"(?:hom|bua) (?:kia|te)", read.offset(-2)),
    (r"ngay kìa", read.offset(3)),
    (
        r"(?:ngay|bua|hom|sang|trua|chieu|tối|toi|dem) (?:kia|mốt|mot(?! \d+(?! ?(?:h|g|gio|:)|\d)| cong| lan))",
        read.offset(2),
    ),
    (rf"{_NO_TENS}mốt", read.offset(2)),
    (r"(?:ngay|bua|sang|trua|chieu|tối|toi|de) mơi", read.offset(1)),
    (
        r"(?:hom|bua|sang|trua|chieu|tối|toi|dem|khuya|sang som) (?:nay|ni)|som mai ni|today|tonight",
        read.offset(0),
    ),
    (
        r"(?:hoi|luc|ban|khi) (?:nãy|(?:sang|trua|chieu)(?! (?:~~|hom|qua|kia|mai|nay|ngay|thu|cn|chu)))|"
        r"(?:vua|moi) nãy|nãy(?: gio)?|(?:hoi|vua|moi|khi) nay",
        read.offset(0),
    ),
    (r"nay(?= (?:em|e|toi|tôi|tui|minh|anh|a|chi|con|no|chau|chung|bac|ba con) )", read.offset(0)),
    (
        rf"(?:ngay |bua |hom |sang |trua |chieu |tối |toi |som |dem )?{_NO_MAI}mai(?! (?:mot|mốt|sau|kia|moi|"
        rf"nay|tang|phuc|thuy|dao|keo|la|cun|ton|ngoi|dum|gium|dam|luoc|cay|"
        r"con dao|khong (?:het|khoi|ra|thay|len|dut|xong))(?!\w))|tomorrow",
        read.offset(1),
    ),
    (rf"(?:{_ON} ?){_D}(?P<month>)(?P<which>){_NOT_OF_A_DAY}", read.day_of_month),
    (
        rf"(?:ngay|hom|mung) (?P<day>muoi(?: {WORD})?|ham {WORD}|(?:hai|ba) (?:muoi(?: {WORD})?|mốt|tu|lam|"
        rf"nham|{WORD}))(?P<month>)(?P<which>){_NOT_OF_A_DAY}",
        read.day_of_month,
    ),
    (
        r"(?<!chuc )(?<!vui )(?<!an )mung (?P<day>\d{1,2}|muoi|mot|hai|ba|bon|nam(?! moi)|sau|sáu|bay|tam|"
        r"chin)(?P<month>)(?P<which>)",
        read.day_of_month,
    ),
)
# as an answer to «which day», these name one too
_ALONE: tuple[tuple[str, Reader], ...] = (
    (rf"{_D} ?[.\-] ?{_M}{_LUNAR}(?P<year>)", read.calendar),
    (rf"{_D} {_M}(?P<year>)", read.calendar),
    (
        r"(?:vua|moi|vua moi) (?:xong|nay|moi|roi|day|tuc thi|tuc thoi)"
        r"|(?:luc|khi|vua|moi|(?:vua )?ban) nay|nay|bay gio"
        r"|(?:gio|h) nay|luc bay gio|moi toc thi"
        r"|(?:(?:vua|moi|vua moi)(?: day)?(?: thoi)? )?(?:cach|truoc)(?: day)?"
        rf" (?:khoang |chung |co )?(?:nua|may|vai|{NUMBER}) (?:tieng|gio|h|phut|p)(?: truoc)?",
        read.offset(0),
    ),
    # just come from there: «vừa ở đó về xong», «mới ghé nhà nó về»
    (
        r"(?:vua|moi|vua moi) (?!di cho )(?:(?:ghe|tham|gap|di|o|tu|từ|ben|nha|cho|do|day|no|han|ay|"
        r"(?:anh|chi|em|chu|bac|co|ong|ba)(?: [^\W\d]+| ~)?) ){1,4}"
        r"(?:ve|xong|ve xong|ve toi nha|ve den nha)",
        read.offset(0),
    ),
    (rf"(?P<part>het) tuan {_WEEK}", read.part_of_week),
    # «bốn ngày nay rồi» goes on since then, and answers when it was
    (
        rf"(?P<count>{NUMBER}) (?P<unit>ngay|hom|bua) (?:nay|ni|roi|qua)(?: roi)?(?P<ahead>)",
        read.ago_or_ahead,
    ),
    (r"(?:toi |tối )?qua", read.offset(-1)),
    (r"(?:den |toi |tới )?ram(?P<month>)(?P<which>)", read.full_moon),
    (r"mot|kia", read.offset(2)),
    (rf"{_ON} {_DAY_IN_WORDS}(?P<which>)(?P<month>)", read.day_of_month),
    (
        rf"(?P<day>ham {WORD}|muoi {WORD}|(?:hai|ba) (?:mốt|tu|lam|nham))(?P<which>)(?P<month>)",
        read.day_of_month,
    ),
)
_MONTH_ALONE = (
    rf"(?:thang|th|t) ?{_MONTH_IN_WORDS}{_OF_YEAR}(?: (?P<which>vua roi|nay|toi|tới))?(?! (?:am|ta)(?!\w))",
    r"(?P<month>0?[1-9]|1[0-2]) ?[/\-] ?(?P<year>(?:19|20)\d\d)",
    r"(?P<month>0?[1-9]|1[0-2]) (?P<year>(?:19|20)\d\d)",
)


# «từ thứ 2 đến thứ 6» is every week
_ONE_DAY = r"(?:thu ?(?:[2-7]|hai|ba|tu|nam|sau|sáu|bay)|t[2-7]|chu nhat|cn)"
WORKING_DAYS = re.compile(rf"(?<!\w){_ONE_DAY}(?: ?- ?| (?:den|toi|tới) (?:het )?){_ONE_DAY}(?!\w)")


def _whole(source: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.~])(?:{source})(?![\w/])")


RULES = tuple(Rule(_whole(source), reader) for source, reader in _PATTERNS) + tuple(
    Rule(_whole(source), reader, alone=True) for source, reader in _ALONE
)
MONTHS = tuple(Rule(_whole(source), read.month_alone) for source in _MONTH_ALONE)
