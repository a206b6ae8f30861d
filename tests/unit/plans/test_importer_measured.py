"""How much of plans laid out as real ones are is understood: items right / items present, with a floor for each."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from services.plans.importer.preview import preview
from services.plans.importer.shape import Preview, Task
from services.plans.importer.source.legacy import TCVN3

LAYOUTS = Path(__file__).parent / "importer_layouts"
FLOOR = 0.9


@dataclass(frozen=True)
class Item:
    """A task as an official reads it: when (first month - last month), until when, who leads, with whom."""

    begins: str
    months: str
    due: str = ""
    lead: str = ""
    helps: tuple[str, ...] = ()
    conditional: bool = False


EXPECTED: dict[str, tuple[Item, ...]] = {
    "cum-cuoi-dong.txt": (
        Item("Ban hành Quy chế", "1/2024-3/2024", "before 2024-03-15"),
        Item("Họp giao ban", "1/2024-12/2024"),
        Item("Ký kết giao ước", "3/2024-3/2024"),
        Item("Giao lưu văn nghệ", "5/2024-6/2024"),
        Item("Thăm, học tập", "7/2024-9/2024"),
        Item("Kiểm tra chéo", "8/2024-9/2024"),
        Item("Hỗ trợ 02 nhà", "1/2024-12/2024", conditional=True),
        Item("Các huyện tự chấm", "10/2024-12/2024", "not_later_than 2024-12-05"),
        Item("Hội nghị tổng kết Cụm", "1/2025-1/2025"),
    ),
    "xa-ngat-dong.txt": (
        Item("Tổ chức phát động", "1/2023-3/2023", lead="Công chức Văn hóa - Xã hội"),
        Item("Đăng ký gia đình văn hóa", "1/2023-3/2023", "before 2023-02-28"),
        Item("Sơ kết phong trào", "4/2023-6/2023", "before 2023-06-20"),
        Item("Lập danh sách đề nghị tặng Huy hiệu", "4/2023-6/2023"),
        Item("Khen thưởng học sinh giỏi", "7/2023-12/2023"),
        Item("Họp Hội đồng thi đua xã", "7/2023-12/2023", "not_later_than 2023-11-30"),
    ),
    "so-theo-don-vi.txt": (
        Item("Tham mưu phát động", "3/2024-3/2024", lead="Văn phòng Sở"),
        Item("Tổng hợp hồ sơ", "11/2024-11/2024", "on 2024-11-15", "Văn phòng Sở"),
        Item(
            "Sơ kết phong trào", "7/2024-9/2024", "", "Phòng Quản lý nhà và thị trường bất động sản",
            ("Phòng Quy hoạch - Kiến trúc", "Văn phòng Sở"),
        ),
        Item("Kiểm tra việc thực hiện", "1/2024-12/2024", lead="Thanh tra Sở, Chi cục Giám định xây dựng"),
        Item("Báo cáo kết quả kiểm tra", "1/2024-12/2024", lead="Thanh tra Sở, Chi cục Giám định xây dựng"),
    ),
    "ma-tran-quy.txt": (
        Item("Phát động thi đua", "1/2025-3/2025", lead="Văn phòng"),
        Item("Kiểm tra hợp tác xã", "4/2025-12/2025", lead="Phòng Chính sách, Phong trào"),
        Item("Bình chọn", "7/2025-9/2025", lead="Phòng Chính sách, Phong trào", conditional=True),
        Item("Viết tin, bài", "1/2025-12/2025", lead="Văn phòng"),
        Item("Tổng kết, hồ sơ", "10/2025-12/2025", "before 2025-12-10", "Hội đồng Thi đua"),
    ),
    "trang-luat-ong.txt": (
        Item("Phát động phong trào", "1/2024-3/2024"),
        Item("Tổ chức đợt thi đua", "4/2024-5/2024", "not_later_than 2024-05-07"),
        Item("Tổng kết 05 năm", "7/2024-9/2024"),
        Item("Rà soát đối tượng", "4/2024-6/2024", "before 2024-06-30"),
        Item("Thẩm định, trình", "1/2024-12/2024"),
        Item("Đề nghị tặng Huân chương", "1/2024-12/2024", conditional=True),
        Item("Duy trì chuyên mục", "1/2024-12/2024"),
    ),
    "thang-khong-danh-so.txt": (
        Item("Tổng hợp kết quả", "1/2024-1/2024"),
        Item("Trao Bằng khen", "1/2024-1/2024"),
        Item("Phát động thi đua chào mừng", "2/2024-3/2024"),
        Item("Các chi bộ đăng ký", "2/2024-3/2024", "before 2024-03-08"),
        Item("Phối hợp Ban Tổ chức", "4/2024-6/2024"),
        Item("Sơ kết 6 tháng", "4/2024-6/2024", "not_later_than 2024-06-25"),
        Item("Viết sách", "7/2024-12/2024"),
        Item("Bình xét thi đua năm", "7/2024-12/2024", "before 2024-12-15"),
    ),
    "ban-bang-ngang.pdf": (
        Item("Ký giao ước", "1/2024-3/2024", "", "Văn phòng Ban", ("Công đoàn cơ sở",)),
        Item("Đăng ký danh hiệu", "1/2024-3/2024", "before 2024-02-28", "Văn phòng Ban", ("Các phòng",)),
        Item(
            "Tổ chức phong trào", "4/2024-9/2024", "", "Phòng Quản lý Đầu tư",
            ("Văn phòng Ban", "Trung tâm Hỗ trợ doanh nghiệp"),
        ),
        Item("Sơ kết 6 tháng", "4/2024-6/2024", "before 2024-06-20", "Văn phòng Ban", conditional=True),
        Item(
            "Xét khen thưởng doanh nghiệp", "7/2024-9/2024", "", "Phòng Quản lý Doanh nghiệp",
            ("Phòng Tài nguyên và Môi trường", "Văn phòng Ban"),
        ),
        Item(
            "Họp Hội đồng", "10/2024-12/2024", "not_later_than 2024-12-05", "Hội đồng Thi đua - Khen thưởng Ban",
            ("Văn phòng Ban",),
        ),
    ),
}  # fmt: skip


def a_numbered_word_plan() -> bytes:
    """Lay a plan out in Word as offices do: the numbers exist only as lists, head and foot stand in tables."""
    document = docx.Document()
    _numbering(document)
    head = document.add_table(rows=2, cols=2)
    head.cell(0, 0).text = "UBND HUYỆN SUỐI RÚT\nPHÒNG VĂN HÓA VÀ THÔNG TIN"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text, head.cell(1, 1).text = "Số: 9/KH-VHTT", "Suối Rút, ngày 22 tháng 01 năm 2024"
    for text in ("KẾ HOẠCH", "Công tác thi đua, khen thưởng năm 2024"):
        document.add_paragraph(text)
    for depth, text in (
        (0, "Mục đích"),
        (1, "Thi đua dạy và giữ nghề dệt."),
        (0, "Nội dung"),
        (1, "Quý I"),
        (2, "Phát động thi đua; giao Tổ Văn hóa chủ trì, phối hợp với Tổ Thông tin thực hiện."),
        (2, "Đăng ký thi đua trước ngày 01/3."),
        (1, "Quý II, III"),
        (2, "Tổ chức hội thi dệt thổ cẩm (khi có kinh phí)."),
        (0, "Tổ chức thực hiện"),
        (1, "Các tổ gửi báo cáo năm trước ngày 30/11/2024."),
    ):
        _listed(document.add_paragraph(text), depth)
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- UBND huyện;\n- Lưu: VT."
    foot.cell(0, 1).text = "TRƯỞNG PHÒNG\n\nĐinh Thị Dệt"
    content = BytesIO()
    document.save(content)
    return content.getvalue()


NUMBERED = (
    Item("Phát động thi đua", "1/2024-3/2024", "", "Tổ Văn hóa", ("Tổ Thông tin",)),
    Item("Đăng ký thi đua", "1/2024-3/2024", "before 2024-03-01"),
    Item("Tổ chức hội thi dệt", "4/2024-9/2024", conditional=True),
)


def _numbering(document: docx.document.Document) -> None:
    """Define one list of three levels: I., 1., a)."""
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for depth, (form, text) in enumerate((("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"))):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    root.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "77")
    number.append(reference)
    root.append(number)


def _listed(paragraph: Paragraph, depth: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = depth
    properties.get_or_add_numId().val = 77


def understood(content: bytes, name: str = "ke-hoach") -> Preview:
    plan = preview(content, name)
    assert isinstance(plan, Preview), plan
    return plan


def tasks_of(plan: Preview) -> list[Task]:
    return [task for quarter in plan.quarters for task in quarter.tasks]


def share(plan: Preview, expected: tuple[Item, ...]) -> float:
    """Return how many of the expected values are right; a task nobody expects counts as one more that is not."""
    tasks = tasks_of(plan)
    right = [value for item in expected for value in _values(item, tasks)]
    return sum(right) / (len(right) + max(len(tasks) - len(expected), 0))


def _values(item: Item, tasks: list[Task]) -> list[bool]:
    task = next((task for task in tasks if task.text.startswith(item.begins)), None)
    if task is None:
        return [False] * 6
    due = "" if task.deadline.implied else f"{task.deadline.kind} {task.deadline.on}"
    months = f"{task.period.starts_on:%-m/%Y}-{task.period.ends_on:%-m/%Y}"
    lead = "" if task.lead is None or task.lead.implied else task.lead.name
    helps = tuple(each.name for each in task.coordinating)
    return [
        True,
        months == item.months,
        due == item.due,
        lead == item.lead,
        helps == item.helps,
        task.is_conditional == item.conditional,
    ]


@pytest.mark.parametrize("name", EXPECTED)
def test_nine_in_ten_values_of_every_layout_are_understood(name: str) -> None:
    plan = understood((LAYOUTS / name).read_bytes(), name)

    assert share(plan, EXPECTED[name]) >= FLOOR


def test_numbers_that_only_word_knows_are_understood() -> None:
    plan = understood(a_numbered_word_plan())

    assert share(plan, NUMBERED) >= FLOOR
    assert (plan.issuer and plan.issuer.name, plan.signer.name) == ("PHÒNG VĂN HÓA VÀ THÔNG TIN", "Đinh Thị Dệt")
    assert [each.name for each in plan.recipients] == ["UBND huyện", "Lưu: VT"]


def test_plan_in_the_alphabet_before_unicode_is_understood() -> None:
    text = (LAYOUTS / "xa-ngat-dong.txt").read_text("utf-8").replace("“", '"').replace("”", '"')
    back = {new: old for old, new in TCVN3.items()}
    written = "".join(each if each.isascii() or ord(each) in back else each.lower() for each in text).translate(back)

    plan = understood(written.encode("latin-1"))

    assert [task.text[:17] for task in tasks_of(plan)][:2] == ["Tổ chức phát động", "Đăng ký gia đình "]


def test_days_of_the_plan_are_read_in_its_year() -> None:
    plan = understood((LAYOUTS / "thang-khong-danh-so.txt").read_bytes())

    assert [(task.deadline.on, task.deadline.year_implied) for task in tasks_of(plan) if not task.deadline.implied] == [
        (date(2024, 3, 8), True),
        (date(2024, 6, 25), True),
        (date(2024, 12, 15), False),
    ]


def test_page_feet_of_a_text_are_no_tasks() -> None:
    plan = understood((LAYOUTS / "xa-ngat-dong.txt").read_bytes())

    feet = [each.text for each in plan.outline if each.kind == "furniture"]
    assert feet == ["2", "KH TĐKT xã Đồng Giang", "3", "KH TĐKT xã Đồng Giang"]


def test_row_that_a_page_cuts_and_heads_that_it_repeats_are_one_table() -> None:
    plan = understood((LAYOUTS / "ban-bang-ngang.pdf").read_bytes())

    assert len(tasks_of(plan)) == len(EXPECTED["ban-bang-ngang.pdf"])
    assert [each.text[:20] for each in plan.outline if each.kind == "furniture"][:2] == [
        "Ban Quản lý Khu kinh",
        "Trang 1/4",
    ]
    assert plan.not_understood == ()
