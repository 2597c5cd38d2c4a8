"""Approved forms of words, by user id and by phone: registered, checked and charged as the platform does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.bot.channels.zalo_oa.fake.state import Json, OaMessage, Person, Refused, State, new_message_id

YEAR = 365 * 24 * 3600
LONGEST_TRACKING = 48
DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
STATES = {"1": "ENABLE", "2": "PENDING_REVIEW", "3": "REJECT", "4": "DISABLE"}


@dataclass(slots=True)
class FakeTemplate:
    """`takes`: parameter → the most characters; a parameter called `date` must be one."""

    id: str
    name: str
    body: str
    takes: dict[str, int]
    status: str = "ENABLE"
    tag: str = "CUSTOMER_CARE"
    by_uid: bool = True
    price_uid: int = 560
    price_phone: int = 800
    created: int = 1_700_000_000_000


@dataclass(slots=True)
class Shop:
    """`money` in đồng; `remaining` of the day's `daily`; `development`: nobody but these get anything by phone."""

    state: State
    templates: dict[str, FakeTemplate] = field(default_factory=dict)
    money: int = 1_000_000
    daily: int = 500
    remaining: int = 500
    bought: int = 5_000
    administrators: set[str] = field(default_factory=set)
    night: bool = False
    registered: int = 0
    delivered: dict[str, int] = field(default_factory=dict)
    tracked: dict[str, str] = field(default_factory=dict)

    def register(self, name: str, body: str, takes: Mapping[str, int], **more: object) -> FakeTemplate:
        template = FakeTemplate(str(220_000 + self.registered), name, body, dict(takes), **more)  # type: ignore[arg-type]
        self.registered += 1
        self.templates[template.id] = template
        return template

    # by user id

    def by_uid(self, headers: Mapping[str, str], body: Json) -> tuple[OaMessage, Json]:
        self.state.admit(headers.get("access_token", ""))
        self.state.count()
        _json(headers)
        if set(body) != {"user_id", "template_id", "template_data"}:
            raise Refused(-201, f"{sorted(set(body) ^ {'user_id', 'template_id', 'template_data'})}")
        template = self._template(body)
        if not template.by_uid:
            raise Refused(-249, "Template does not support UID")
        text = _filled(template, body["template_data"])
        person = self.state.people.get(body["user_id"]) if isinstance(body["user_id"], str) else None
        if person is None:
            raise Refused(-201, "user_id is invalid")
        self._may_get(person)
        if self.bought <= 0:
            raise Refused(-211, "Out of quota")
        self._charge(template.price_uid)
        self.bought -= 1
        message = self._shown(person, template, text)
        quota = {"quota_type": "purchase_quota", "remain": self.bought}
        return message, {"message_id": message.message_id, "user_id": person.id, **self._when(), "quota": quota}

    def _may_get(self, person: Person) -> None:
        if person.refuses_templates:
            raise Refused(-244, "User restricts this message type")
        if person.last_in is None or self.state.now() - person.last_in > YEAR:
            raise Refused(-232, "User has not interacted with OA in the past year")
        if person.away:
            raise Refused(-227, "User is inactive")

    # by phone

    def by_phone(self, headers: Mapping[str, str], body: Json) -> tuple[OaMessage, Json]:
        self._admit(headers)
        _json(headers)
        if not body:
            raise Refused(-121, "Empty body")
        known = {"phone", "template_id", "template_data", "tracking_id", "mode", "sending_mode"}
        if not set(body) <= known:
            raise Refused(-132, f"{sorted(set(body) - known)}")
        phone = self._number(body.get("phone"))
        text = _filled(template := self._template(body), body.get("template_data"))
        tracking = body.get("tracking_id")
        if not isinstance(tracking, str) or not 0 < len(tracking) <= LONGEST_TRACKING:
            raise Refused(-132, "tracking_id")
        if self.night:
            raise Refused(-133, "Not at night")
        if body.get("mode") == "development" and phone not in self.administrators:
            raise Refused(-127, "Development: administrators only")
        person = next((one for one in self.state.people.values() if one.phone == phone), None)
        if person is None:
            raise Refused(-118, "Zalo account does not exist")
        if person.refuses_templates:
            raise Refused(-141, "User refused this OA")
        if self.remaining <= 0:
            raise Refused(-144, "OA daily quota")
        self._charge(template.price_phone)
        self.remaining -= 1
        message = self._shown(person, template, text)
        self.tracked[message.message_id] = tracking
        quota = {"dailyQuota": str(self.daily), "remainingQuota": str(self.remaining)}
        return message, {"msg_id": message.message_id, **self._when(), "sending_mode": "1", "quota": quota}

    @staticmethod
    def _number(phone: object) -> str:
        number = str(phone or "").removeprefix("+")
        if not number.startswith("84") or not number.isdigit() or not 11 <= len(number) <= 12:
            raise Refused(-108, "Phone is invalid")
        return number

    # looking things up

    def listed(self, headers: Mapping[str, str], query: Mapping[str, str]) -> Json:
        self._admit(headers)
        offset, limit = query.get("offset", ""), query.get("limit", "")
        if not offset.isdigit() or not limit.isdigit() or not 0 < int(limit) <= 100:
            raise Refused(-132, "offset and limit")
        wanted = STATES.get(query.get("status", ""))
        all_of_them = [one for one in self.templates.values() if wanted in (None, one.status)]
        page = all_of_them[int(offset) : int(offset) + int(limit)]
        rows = [
            {
                "templateId": int(one.id),
                "templateName": one.name,
                "createdTime": one.created,
                "status": one.status,
                "templateQuality": "UNDEFINED",
            }
            for one in page
        ]
        return {"data": rows, "metadata": {"total": len(all_of_them)}, "error": 0, "message": "Success"}

    def details(self, headers: Mapping[str, str], query: Mapping[str, str]) -> Json:
        self._admit(headers)
        template = self._template({"template_id": query.get("template_id")}, approved=False)
        parameters = [
            {"name": n, "require": True, "type": "STRING", "maxLength": most, "minLength": 0, "acceptNull": False}
            for n, most in template.takes.items()
        ]
        data = {
            "templateId": int(template.id),
            "templateName": template.name,
            "status": template.status,
            "listParams": parameters,
            "listButtons": [{"type": 2, "title": "Mở Đồng Hành", "content": ""}],
            "timeout": 7_200_000,
            "previewUrl": "",
            "templateQuality": "UNDEFINED",
            "templateTag": template.tag,
            "price_sdt": f"{template.price_phone}.0",
            "price_uid": template.price_uid,
        }
        return {"data": data, "error": 0, "message": "Success"}

    def quota(self, headers: Mapping[str, str]) -> Json:
        self._admit(headers)
        data = {"dailyQuota": str(self.daily), "remainingQuota": str(self.remaining)}
        return {"data": data, "error": 0, "message": "Success"}

    def status(self, headers: Mapping[str, str], query: Mapping[str, str]) -> Json:
        """-1: not known, 0: on its way, 1: on the phone."""
        self._admit(headers)
        found = self.delivered.get(query.get("message_id", ""))
        known = query.get("message_id") in self.tracked
        data = {"delivery_time": str(found or ""), "status": 1 if found else 0 if known else -1, "message": ""}
        return {"data": data, "error": 0, "message": "Success"}

    # what all share

    def _admit(self, headers: Mapping[str, str]) -> None:
        """This API has one code for every trouble with a token."""
        try:
            self.state.admit(headers.get("access_token", ""))
        except Refused:
            raise Refused(-124, "Access token is invalid") from None
        self.state.count()

    def _template(self, body: Json, *, approved: bool = True) -> FakeTemplate:
        template = self.templates.get(str(body.get("template_id")))
        if template is None:
            raise Refused(-109, "Template is invalid")
        if approved and template.status != "ENABLE":
            raise Refused(-146 if template.status == "DISABLE" else -131, "Template is not approved")
        return template

    def _charge(self, price: int) -> None:
        if self.money < price:
            raise Refused(-115, "Out of balance")
        self.money -= price

    def _shown(self, person: Person, template: FakeTemplate, text: str) -> OaMessage:
        message = OaMessage(person.id, new_message_id(), text, template=template.name, paid=True)
        self.state.sent.append(message)
        person.heard.append(message)
        person.news.set()
        return message

    def _when(self) -> Json:
        return {"sent_time": str(int(self.state.now() * 1000))}


def _json(headers: Mapping[str, str]) -> None:
    if not headers.get("Content-Type", "").startswith("application/json"):
        raise Refused(-122, "Content-Type")


def _filled(template: FakeTemplate, given: object) -> str:
    if not isinstance(given, dict) or not given:
        raise Refused(-111, "template_data is empty")
    text = template.body
    for name, most in template.takes.items():
        if name not in given:
            raise Refused(-1122, f"{name} is missing")
        value = given[name]
        if not isinstance(value, str) or not value.strip():
            raise Refused(-112, name)
        if len(value) > most:
            raise Refused(-1121, f"{name} is longer than {most}")
        if name == "date":
            _date(value)
        text = text.replace(f"<{name}>", value)
    if set(given) - set(template.takes):
        raise Refused(-132, f"{sorted(set(given) - set(template.takes))}")
    return text


def _date(value: str) -> None:
    try:
        if not DATE.fullmatch(value):
            raise ValueError
        datetime.strptime(value, "%d/%m/%Y").replace(tzinfo=UTC)
    except ValueError:
        raise Refused(-1124, "date") from None
