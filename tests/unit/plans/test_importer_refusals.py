import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from services.plans.importer.preview import preview
from services.plans.importer.shape import NotAPlan

FILES = Path(__file__).parent / "importer_files"
KIND = "tên loại “KẾ HOẠCH” đứng riêng ở đầu văn bản"
SUBJECT = "trích yếu nói về công tác thi đua, khen thưởng"
YEAR = "năm của kế hoạch"
TASKS = "nội dung công việc kèm thời gian thực hiện (quý, tháng hoặc ngày)"


def refused(content: bytes, filename: str = "tep.docx", max_bytes: int = 20 * 1024 * 1024) -> NotAPlan:
    answer = preview(content, filename, max_bytes)
    assert isinstance(answer, NotAPlan)
    return answer


def a_word_file() -> bytes:
    document, content = docx.Document(), BytesIO()
    document.add_paragraph("KẾ HOẠCH")
    document.save(content)
    return content.getvalue()


def an_archive(members: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Tệp “tep.docx” không có nội dung."),
        (b" \r\n\r\n", "Tệp “tep.docx” không có nội dung."),
        (bytes(range(256)), "Tệp “tep.docx” không phải văn bản Unicode (UTF-8) hoặc đã hỏng."),
        (b"KE\0HOACH", "Tệp “tep.docx” là tệp nhị phân, không phải văn bản."),
        (b"\xff\xd8\xff\xe0JFIF", "“tep.docx”: Nội dung tệp là ảnh JPEG, không phải văn bản."),
        (b"%PDF-1.7", "Tệp PDF “tep.docx” đã hỏng, không mở được."),
        (b"\xd0\xcf\x11\xe0", "“tep.docx”: Tệp Word đời cũ (.doc) không đọc được; hãy lưu lại thành .docx."),
        (a_word_file()[:2000], "Tệp Word “tep.docx” đã hỏng, không mở được."),
        (an_archive({"a.txt": b"x"}), "Tệp “tep.docx” là tệp nén, không phải văn bản Word."),
        (an_archive({"word/document.xml": b"<w:doc"}), "Tệp Word “tep.docx” đã hỏng, không mở được."),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    assert refused(content).reason == reason


def test_word_file_with_broken_text_is_refused() -> None:
    with zipfile.ZipFile(BytesIO(a_word_file())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.xml"] = members["word/document.xml"][:200]

    assert refused(an_archive(members)).reason == "Tệp Word “tep.docx” đã hỏng, không mở được."


def test_file_above_the_limit_is_refused() -> None:
    answer = refused(b"a" * (2 * 1024 * 1024 + 1), max_bytes=2 * 1024 * 1024)

    assert answer.reason == "Tệp “tep.docx” lớn hơn mức cho phép (2 MiB)."


def test_text_longer_than_any_plan_is_refused() -> None:
    answer = refused(b"thi dua.\n" * 130_000)

    assert answer.reason == "Văn bản “tep.docx” quá dài so với một kế hoạch (trên 1000000 ký tự)."


def test_word_file_that_unpacks_to_too_much_is_refused() -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 2_000_000)

    answer = refused(content.getvalue(), max_bytes=100_000)

    assert answer.reason == "Tệp “tep.docx” giải nén ra quá lớn, có thể không an toàn."


@pytest.mark.parametrize(
    ("text", "looks_like", "missing"),
    [
        ("BÁO CÁO\nKết quả công tác thi đua, khen thưởng Quý I năm 2023\n", "Báo cáo", (KIND,)),
        ("BÁO CÁO\nKết quả thi đua Quý I\n\nKẾ HOẠCH THI ĐUA NĂM 2024\n1. Quý I\n- Họp.", "Báo cáo", (KIND,)),
        ("QUYẾT ĐỊNH\nVề việc điều động công chức\nĐiều 1. Điều động.", "Quyết định", (KIND, SUBJECT, TASKS)),
        ("Số: 12/SNV\nV/v đăng ký thi đua\nKính gửi: Các sở", "Công văn", (KIND, TASKS)),
        ("TỜ TRÌNH\nVề việc đề nghị khen thưởng", "Tờ trình", (KIND, TASKS)),
        ("Xin chào các bạn.", None, (KIND, SUBJECT, TASKS)),
        ("KẾ HOẠCH\nCải cách hành chính năm 2024\nI. NỘI DUNG\n- Quý I: làm", "Kế hoạch", (SUBJECT,)),
        ("KẾ HOẠCH\nCông tác thi đua, khen thưởng\nI. MỤC ĐÍCH\n- Tốt", "Kế hoạch", (YEAR,)),
        ("KẾ HOẠCH\nCông tác thi đua, khen thưởng năm 2024\nI. MỤC ĐÍCH\n- Tốt", "Kế hoạch", (TASKS,)),
    ],
)
def test_other_document_is_refused_with_what_it_lacks(
    text: str, looks_like: str | None, missing: tuple[str, ...]
) -> None:
    answer = refused(text.encode(), "tep.txt")

    assert (answer.looks_like, answer.missing) == (looks_like, missing)


def test_refusal_names_what_the_document_seems_to_be() -> None:
    report = refused("BÁO CÁO\nKết quả công tác thi đua\n".encode())

    assert report.reason == "Văn bản có vẻ là báo cáo, không phải kế hoạch công tác thi đua, khen thưởng."


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("co-mat-khau.pdf", "Tệp PDF “tep” có mật khẩu, không mở được; hãy bỏ mật khẩu rồi gửi lại."),
        (
            "ban-quet.pdf",
            "Tệp PDF “tep” là bản quét không có lớp chữ; hãy dùng bản .docx, .txt hoặc PDF xuất từ máy tính.",
        ),
        ("qua-dai.pdf", "Tệp PDF “tep” có 201 trang, dài hơn mức cho phép (200 trang)."),
    ],
)
def test_pdf_that_cannot_be_read_is_refused_with_its_reason(name: str, reason: str) -> None:
    assert refused((FILES / name).read_bytes(), "tep").reason == reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "“tep.docx”: Tệp Word có mật khẩu, không mở được; hãy bỏ mật khẩu rồi gửi lại.",
        ),
        (
            b"<!DOCTYPE html><html></html>",
            "“tep.docx”: Tệp là trang web (HTML); hãy lưu văn bản thành .docx, .pdf hoặc .txt.",
        ),
        ("Đ".encode("utf-16")[:-1], "Tệp “tep.docx” không phải văn bản Unicode (UTF-8) hoặc đã hỏng."),
        (
            "Ïðèâåò, êàê äåëà? Âñ¸ õîðîøî.".encode("latin-1"),
            "Tệp “tep.docx” không phải văn bản Unicode (UTF-8) hoặc đã hỏng.",
        ),
    ],
)
def test_other_foreign_file_is_refused_with_what_to_do(content: bytes, reason: str) -> None:
    assert refused(content).reason == reason


@pytest.mark.parametrize(
    "title",
    [
        "Phòng cháy, chữa cháy năm 2024",
        "Kiểm tra công tác cải cách hành chính năm 2024",
        "Giảm nghèo bền vững năm 2024",
    ],
)
def test_plan_about_something_else_is_refused_for_its_subject(title: str) -> None:
    answer = refused(f"KẾ HOẠCH\n{title}\nI. NỘI DUNG\n1. Quý I\n- Tập huấn.\n".encode(), "tep.txt")

    assert (answer.looks_like, answer.missing) == ("Kế hoạch", (SUBJECT,))
