"""What the heading of a section says that it is for."""

import re
from typing import Literal

from services.plans.importer.source.letters import fold, is_capitals

Role = Literal["heading", "objectives", "requirements", "tasks", "duties", "provisions"]

WORK = "noi dung|nhiem vu|hoat dong|cong viec|chuong trinh|lich|ke hoach cu the|phu luc|tien do|lo trinh|moc|buoc"
ROLES: tuple[tuple[Role, str], ...] = (
    (
        "tasks",
        rf"(?:cac )?(?:{WORK})\b",
    ),
    ("objectives", r"muc dich|muc tieu|quan diem"),
    ("requirements", r"(?:cac )?(?:yeu cau|nguyen tac)"),
    ("duties", r"to chuc thuc hien|phan cong|trach nhiem|to chuc trien khai|thuc hien$|giao (?:nhiem vu|viec)"),
    (
        "provisions",
        r"(?:nguon )?kinh phi|che do|thong tin,? bao cao|giai phap|hieu luc|doi tuong|dieu kien|co so vat chat",
    ),
    ("tasks", r".*\b(?:noi dung|nhiem vu|thoi gian)\b"),
    ("tasks", r".*\b(?:quy (?:iv|i{1,3}|[1-4])|thang \d{1,2}|hoc ky|6 thang)\b"),
    ("duties", r".*\b(?:to chuc thuc hien|trach nhiem)\b"),
)

LONGEST_HEADING = 6
"""Words of a heading that neither a number nor capitals set apart."""


def role_of(text: str) -> Role | None:
    """Return what a heading announces by how it begins."""
    folded = fold(text).removeprefix("ve ")
    return next((role for role, pattern in ROLES if not pattern.startswith(".*") and re.match(pattern, folded)), None)


def stands_alone(text: str) -> bool:
    """Tell whether an unnumbered line is a heading: in capitals, or short, open and named like a section."""
    if is_capitals(text):
        return True
    short = len(text.split()) <= LONGEST_HEADING and text[:1].isupper() and text[-1:].isalpha()
    return short and role_of(text) is not None
