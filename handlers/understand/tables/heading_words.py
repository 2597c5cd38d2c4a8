"""The words by which the columns of lists are known, folded: what offices write above names, days and numbers."""

import re

_HELPER = (
    r"nguoi (?:duoc (?:phan cong|giao) |truc tiep |nhan )*(?:quan ly|giam sat|giao duc|giup do|phu trach|kem cap|"
    r"bao lanh|do dau|theo doi|cam hoa)|nguoi duoc (?:phan cong|giao)|nguoi gd|\bngd\b|guardian|"
    r"(?:can bo|cb) (?:giup do|phu trach|theo doi|quan ly)|"
    r"phan cong (?:giup do|quan ly|cho)|\bgiup do\b|do dau|hoi vien"
)
_PHONE = (
    r"\bsdt\b|\bso dt\b|\bdt\b|\bđt\b|dien thoai|\bd thoai\b|di dong|so may|"
    r"\bmobile\b|\b(?:tele)?phone\b|\btel\b|\bzalo\b|\bdd\b|so lien (?:he|lac)"
)
_RELATIVE = r"nguoi than|than nhan|chu ho|\b(?:vo|chong|(?<!can )bo|me|cha)$"
HELPER, RELATIVE = re.compile(_HELPER), re.compile(_RELATIVE)
# in this order: the first that fits; `code` → the words of a heading, folded
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(words))
    for code, words in (
        ("serial", r"^(?:stt|tt|so tt|so thu tu|thu tu|no|s t t|so)$"),
        (
            "unknown",
            r"noi sinh|que quan|nguyen quan|dan toc|ton giao|quoc tich|trinh do|van hoa|nghe nghiep|"
            r"viec lam|toi danh|so quyet dinh|so giay chung nhan|ngay cap|noi cap|ky ten|chu ky|an phat|muc an|email",
        ),
        (
            "name",
            r"(?:ho va ten|ho ten) nguoi (?:duoc(?! phan cong| giao)|chap hanh|man han|tai hoa nhap|ve)|"
            r"nguoi duoc (?:giup do|quan ly)",
        ),
        (
            "case_type",
            r"^dien(?! thoai)|loai doi tuong|^doi tuong|^loai an|hinh thuc (?:chap|an|ve)|^hinh thuc$|case type|"
            r"^loai hinh an|thuoc dien|^loai dien",
        ),
        ("guardian_phone", rf"(?=.*(?:{_PHONE}))(?=.*(?:{_HELPER}))"),
        ("guardian_born", rf"(?=.*(?:ngay|nam) sinh)(?=.*(?:{_HELPER}))"),
        ("unknown", rf"(?=.*(?:{_HELPER}))(?=.*(?:chuc vu|nghe nghiep|ngay|don vi|dia chi))"),
        ("duty", r"^truc|ngay truc|ca truc|lich truc|phan truc|on duty"),
        ("guardian", _HELPER),
        ("unknown", _RELATIVE),
        ("id_number", r"cccd|cmnd|\bcmt\b|can cuoc|dinh danh|chung minh|giay to tuy than|so ho chieu|id number"),
        ("phone", _PHONE),
        (
            "born",
            r"(?:ngay|nam|thang) sinh|^sinh ngay|^sinh nam|^ns$|^ng sinh|^n sinh|\bdob\b|^birth|^born$|"
            r"(?:date|year) of birth|"
            r"^ngay thang nam sinh|^ntns$|^sinh$",
        ),
        (
            "ends_on",
            r"het han|ngay ket thuc|thoi han den|ngay man han|den het|ngay het|ends on|ket thuc ngay|"
            r"het (?:thoi gian )?thu thach|thu thach den",
        ),
        (
            "released_on",
            r"ngay ve|ngay ra|ra trai|ra tu|ngay tha|ve dia phuong|ngay trinh dien|ngay tiep nhan|ngay den|"
            r"came home|released|ve ngay|thoi gian ve|chap hanh xong ngay|ngay chap hanh xong|ngay (?:duoc )?dac xa|"
            r"ngay tro ve|ngay bat dau|ngay chx|ngay ch xong",
        ),
        (
            "hamlet",
            r"(?:^|ten )(?:xom|thon|ban|khoi|khoi pho|to dan pho|ap|buon|bon|lang|khu pho|khu|to|tdp|khu dan cu|plei|"
            r"phum|soc)(?: |$)|hamlet|\b(?:xom|thon|khoi)\b",
        ),
        ("family", r"^(?:ho|ho dem|ho va dem|ho lot|ho chu dem|ho va chu dem|ho va ten dem|ho ten dem)$"),
        ("middle", r"^(?:ten |chu )?(?:dem|lot)$"),
        ("given", r"^(?:ten|ten goi)$"),
        (
            "name",
            r"ho va ten|ho ten|hoten|^ho & ten|^full name|^name$|^hva ten|^h va ten|ten nguoi|ten can bo|dau moi|"
            r"nguoi dai dien|nguoi lien he|^nguoi (?:chap hanh|man han|ve)",
        ),
        ("pronoun", r"xung ho|cach goi|pronoun|danh xung|form of address|addressed"),
        ("sex", r"gioi tinh|^phai$|^gt$|^sex$|^nam nu$|gender"),
        (
            "organisation",
            r"^doanh nghiep|^to chuc|^co so|^cong ty|ten (?:don vi|doanh nghiep|co so|to chuc)|organisation|"
            r"don vi tuyen dung|^hop tac xa|^htx",
        ),
        ("agency", r"^co quan|^don vi|noi cong tac|don vi cong tac|agency"),
        ("kind", r"^loai hinh|linh vuc|^loai$|^kind$"),
        ("position", r"chuc vu|chuc danh|cap bac"),
        ("roles", r"^vai tro|^quyen|^roles?$"),
        ("relation", r"quan he"),
        ("ignored", r"^ket qua$|^can biet$|^outcome$|^to know$"),
        ("answer", r"^cung nguoi|^the same person"),
        ("note", r"ghi chu|^note|luu y|^gc$"),
    )
)
