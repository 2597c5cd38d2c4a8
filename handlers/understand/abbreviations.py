"""Short forms people type, written out; those with two readings stay as they are."""

from collections.abc import Iterable

_SOURCE = """
không: ko k hk hok hông hổng khum kg kô nỏ
được: dc đc đx
gì: j
vậy: z zay zậy dậy rứa
rồi: r rui rùi
giờ: giừ
trước: trc
với: vs zới
như thế nào: ntn
biết: bik
bao nhiêu: bnhieu bnhiu
nhắn tin: ib inbox
mình: mk mik mh
cảm ơn: tks thanks thank thks camon
làm: lm mần
tài khoản: tkhoan
cũng: cx cg
người: ng ngừi
nhân viên: nv
công ty: cty cti
em: e iem
cán bộ: cb cbo
việc: vc
công việc: cviec
báo cáo: bc bcáo
số điện thoại: sdt sđt đthoại dthoai
điện thoại: dt đt
gia đình: gd gđ
vợ: vk
công an xã: cax
ủy ban: ubnd ub
căn cước: cccd cmt cmnd
lý lịch tư pháp: lltp
xóa án tích: xat
ngân hàng chính sách: nhcs nhcsxh vbsp
giấy chứng nhận: gcn
đâu: mô
thế nào: răng
đăng ký: đki dki đký dky
hợp đồng: hđ
điều kiện: đkien dkien
"""


def _read() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in _SOURCE.strip().splitlines():
        full, _, shorts = line.partition(":")
        for short in shorts.split():
            table[short] = tuple(full.split())
    return table


ABBREVIATIONS = _read()


def expand(said: Iterable[str]) -> list[str]:
    """Writes every unmistakable short form out."""
    full: list[str] = []
    for word in said:
        full.extend(ABBREVIATIONS.get(word, (word,)))
    return full
