"""Wishes that no sentences were learnt for, by their words: leave, a complaint, a mistake in the record, a task.

Each is a press and how somebody asks for it; who may press it is said by the form or command itself.
"""

import re
from collections.abc import Callable

from handlers.kit.commands import Run, Start
from handlers.kit.scope import Scope
from handlers.kit.slot_filling import given_in
from handlers.understand.fold import bare
from handlers.understand.questions import asks_something

_SELF = r"(?:toi|tui|tau|em|e|minh|chau|anh|chi|bac|co|chu|con|ben (?:toi|em|tui))"
_LEAD = rf"^(?:(?:da|vang|a|oi|thoi|gio|nay|cho|nho|{_SELF}|muon|can|dinh|phai|ma|truoc|luon|giup|lam on) )*"
_HOW_LONG = r"(?:mot|hai|ba|bon|nam|sau|bay|muoi|may|vai|nua|\d+) (?:hom|ngay|buoi|tuan|thang|bua)"
_OFFICE = (
    r"(?:can bo|cong an|chu tich|uy ban|ong|ba|chu|co|thang|anh|chi|thai do|nguoi giup|giam doc|cong ty|xuong"
    r"|doanh nghiep)"
)

_ALARM = (
    r"^(?:(?:da|em|toi|tui|bac|can|muon|gap|khoan|ua|oi|thoi|a) )*bao dong"
    r"(?: (?:gap|ngay|khan|khan cap|lien|di|voi|giup|cai|da|truoc|nhe|nha|a))*$"
)
_WISHES: tuple[tuple[str, str], ...] = (
    *((press, _ALARM) for press in ("do:alarm", "do:alarm_own", "do:officer_alarm")),
    (
        "do:absence_ask",
        rf"{_LEAD}xin (?:phep )?(?:duoc )?(?:nghi phep|nghi {_HOW_LONG}|vang|di vang|tam vang|roi (?:dia phuong|xa))\b",
    ),
    (
        "do:complain",
        rf"{_LEAD}(?:gui (?:don )?|lam don |viet don |co )?(?:khieu nai|to cao|phan anh|gop y|ta than) "
        rf"(?:(?:ve|cua|chuyen|viec|mot|cai|mong|vu|thai do|may) )*{_OFFICE}\b",
    ),
    (
        "go:correct_me",
        r"\b(?:ghi|viet|luu|nhap|de|in|dang ky) (?:\w+ )?(?:sai|nham|lon)\b.*"
        r"\b(?:ten|ho|nam sinh|ngay sinh|tuoi|dia chi|xom|so)\b"
        r"|\b(?:ten|nam sinh|ngay sinh|dia chi|so dien thoai|thong tin|ho so) (?:cua )?(?:em|toi|tui|minh|chau|bac) "
        r"(?:\w+ ){0,4}(?:sai|nham|khong dung)\b"
        r"|^(?!.*\b(?:can cuoc|cccd|cmnd|giay|khai sinh|ho khau|so do|bang|the)\b).*"
        r"\b(?:sinh nam|nam sinh|ngay sinh|ho ten) (?:\w+ ){0,2}(?:sai|nham|lon)\b",
    ),
    ("do:task_give", rf"{_LEAD}giao viec\b"),
    (
        "go:appointment",
        r"^(?:(?:cho|nho|da) )*(?:hen|moi|goi) .*\b(?:len|den|toi|ra|gap)\b.*"
        r"\b(?:xa|uy ban|ubnd|tru so|cong an|lam viec|gap)\b",
    ),
    ("do:lang:en", r"^(?:please )?(?:(?:do|can) you )?(?:speak |use |in |switch to |talk )?english(?: please)?$"),
    (
        "do:human",
        r"^(?!.*\b(?:file|excel|tep|tin|ma|qr|thu|don)\b).*(?:\b(?:khong|ko|k|hong) (?:doc|nhin|thay) (?:duoc|ra|ro)\b"
        r"|\bchu (?:be|nho) (?:qua|lam|xiu)\b|\b(?:khong|ko|k|hong) biet (?:chu|bam|doc|viet|nhan tin|xai|dung may)\b)",
    ),
    ("do:devices", rf"{_LEAD}(?:dang )?(?:dung|xai|di) chung (?:may|dien thoai|dt|zalo)\b"),
    (
        "do:my_leave",
        r"\b(?:nho|ai|co ai|nguoi khac|cho nguoi khac) (?:nguoi khac )?(?:di|lam|tham|ghe|giup)(?: \w+)? thay\b",
    ),
    (
        "go:thread_write",
        r"\b(?:khong|ko|k) (?:giup|kham|lo) (?:duoc|noi) (?:nua\b|(?:thang|con|anh|chi|em|no)\b.* nua\b)"
        r"|\bxin (?:thoi|nghi han)\b(?! viec)",
    ),
    (
        "do:interested",
        r"^(?:(?:da|vang|no|anh ay|chi ay|em ay|chau|cau ay|nguoi ay) )*"
        r"(?:(?:van|con) (?:dang )?(?:di )?lam\b|(?:da |lai )?nghi (?:viec|lam|ngang|roi)\b)",
    ),
    ("go:duty_swap", r"\b(?:doi (?:ca|truc|lich truc)|truc (?:thay|ho|giup)|thay (?:ca|truc))\b"),
    ("do:duty_today", r"\b(?:ai|nguoi nao) (?:dang |phai |la nguoi )?truc\b|\btruc (?:la )?ai\b"),
    ("do:roster", r"\blich truc\b|\b(?:xep|phan|chia) (?:lich |ca )?truc\b|\bxep ca\b"),
    ("do:loan_list", r"\b(?:danh sach|ds)(?: \w+)? vay\b|\bmau (?:so )?0?1\b"),
    ("do:loan_desk", rf"{_LEAD}(?:xem )?(?:cac |co )*(?:(?:ho so|khoan|viec|nguoi|ai) )?(?:dang |xin )*vay(?: von)?$"),
    ("do:told:export", rf"{_LEAD}(?:in|xuat|tai)(?: ra| cai| giup)* (?:danh sach|ds|so sach)\b"),
    (
        "do:commune_people",
        rf"{_LEAD}(?:xem )?(?:danh sach|ds) (?:nhung |cac )?(?:nguoi|ca xa|xom|ban|thon|o (?:xom|ban|thon))\b"
        r"(?! (?:giup do|vang|vay|goi|gop suc|truc|moi|xin|nghi))",
    ),
    ("do:enterprise_loan", r"\b(?:cong ty|cty|ct|xuong|co so|doanh nghiep|dn|hop tac xa|to hop)\b.*\bvay\b"),
)
_PATTERNS = tuple((press, re.compile(pattern)) for press, pattern in _WISHES)


# nothing but somebody's name
_NAME = re.compile(
    r"(?:nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|vi|lo|luong|dinh|cao|ha|trinh|mai|lam"
    r"|dao|thai|chu|luu|tong|nong) (?:van|thi|dinh|huu|cong|quoc|ba|xuan|trong|duc|manh|minh|hong|thanh|ngoc|quang) \w+"
)
# «vụ C3 báo nhầm»
_FALSE_ALARM = re.compile(r"\b(?:bao|goi|bam) (?:nham|lon|gia)\b|\bkhong co that\b")
_ALERT = re.compile(r"\bc ?(\d{1,9})\b")


def wished(text: str) -> list[str]:
    """Lists the presses that a sentence asks for, the likeliest first; none for a question about law or ways."""
    said = bare(text)
    if (alert := _ALERT.search(said)) and _FALSE_ALARM.search(said):
        return [f"do:alert_false:{alert[1]}"]
    found = [press for press, pattern in _PATTERNS if pattern.search(said)]
    return [] if not found or asks_something(text) else found


def begun(scope: Scope, text: str, may: Callable[[Scope, str], bool]) -> Start | Run | None:
    """Begins the first wish whose press is the account's to use, with what the sentence already tells."""
    press = next((press for press in wished(text) if may(scope, press)), "")
    if not press and _NAME.fullmatch(bare(text)) and may(scope, "go:find_person"):
        return Start("find_person", {"words": text})
    kind, _, name = press.partition(":")
    if kind == "go":
        return Start(name, given_in(scope.deployment.registry.forms[name], text, scope))
    command, _, argument = name.partition(":")
    return Run(command, argument) if command else None
