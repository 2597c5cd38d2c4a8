"""Writes what the operator registers at Zalo into docs/operating.md: `python -m seeds.build_template_guide`."""

from datetime import UTC, datetime
from pathlib import Path

from rules.notices import KINDS
from rules.tables import Tables
from rules.templates import Template
from seeds.tables import load_tables

GUIDE = Path(__file__).parents[1] / "docs" / "operating.md"
BEGIN, END = "<!-- templates: from seeds/tables -->\n", "<!-- end templates -->\n"
TAGS = {1: "1, transaction (Giao dịch)", 2: "2, customer care (Chăm sóc khách hàng)"}
PARAMETER_TYPES = {
    "name": "tên khách hàng",
    "label": "nhãn tùy chỉnh",
    "time": "thời gian",
    "product": "tên sản phẩm",
}


def guide(tables: Tables) -> str:
    return "\n".join(_section(tables, template) for template in tables.templates.values())


def _section(tables: Tables, template: Template) -> str:
    told = ", ".join(sorted(kind.id for kind in KINDS.values() if kind.template == template.code))
    parameters = ", ".join(
        f"`{parameter.name}`: {PARAMETER_TYPES[parameter.type]}, {parameter.longest}"
        for parameter in template.parameters
    )
    rows = (
        ("Name (tên mẫu)", f"`{template.registered_as}`"),
        ("Tag", TAGS[template.tag]),
        ("Title (tiêu đề)", template.title),
        ("Paragraph (đoạn văn)", f"`{template.body}`"),
        ("Button (nút)", f"{template.button}: opens the OA's chat (đến trang OA)"),
        ("Parameters (tham số)", parameters),
        ("For", told),
    )
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows), ""])


def written_into(text: str, tables: Tables) -> str:
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{guide(tables)}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    found = load_tables(datetime.now(UTC).date())
    GUIDE.write_text(written_into(GUIDE.read_text(encoding="utf-8"), found), encoding="utf-8")
