"""From the bytes of a file to the numbered lines of a document."""

from services.plans.importer.source.legacy import as_it_is, reading_of
from services.plans.importer.source.pdf import read_pdf
from services.plans.importer.source.plain import LINE_END, read_text
from services.plans.importer.source.tables import Line
from services.plans.importer.source.unreadable import Unreadable
from services.plans.importer.source.word import read_word

LOCKED_WORD = "EncryptedPackage".encode("utf-16-le")
FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "Tệp Word đời cũ (.doc) không đọc được; hãy lưu lại thành .docx."),
    (b"\xff\xd8\xff", "Nội dung tệp là ảnh JPEG, không phải văn bản."),
    (b"\x89PNG", "Nội dung tệp là ảnh PNG, không phải văn bản."),
    (b"GIF8", "Nội dung tệp là ảnh GIF, không phải văn bản."),
    (b"BM", "Nội dung tệp là ảnh BMP, không phải văn bản."),
    (b"II*\x00", "Nội dung tệp là ảnh TIFF, không phải văn bản."),
    (b"MM\x00*", "Nội dung tệp là ảnh TIFF, không phải văn bản."),
    (b"{\\rtf", "Tệp RTF không đọc được; hãy lưu lại thành .docx."),
    (b"<!doctype html", "Tệp là trang web (HTML); hãy lưu văn bản thành .docx, .pdf hoặc .txt."),
    (b"<html", "Tệp là trang web (HTML); hãy lưu văn bản thành .docx, .pdf hoặc .txt."),
    (b"Rar!", "Tệp nén RAR không phải văn bản; hãy giải nén trước khi gửi."),
    (b"7z\xbc\xaf", "Tệp nén 7z không phải văn bản; hãy giải nén trước khi gửi."),
    (b"MZ", "Tệp là chương trình máy tính, không phải văn bản."),
)
LONGEST_PLAN, MOST_LINES = 1_000_000, 10_000
PDF_MARK, PDF_HEAD = b"%PDF-", 1024
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read(content: bytes, filename: str, max_bytes: int) -> tuple[Line, ...]:
    """Return every line of the document with its number, blank ones too; Unreadable says why it cannot."""
    if len(content) > max_bytes:
        raise Unreadable(f"Tệp “{filename}” lớn hơn mức cho phép ({max_bytes / 1024 / 1024:g} MiB).")
    _refuse_foreign(content, filename)
    if PDF_MARK in content[:PDF_HEAD]:
        lines = read_pdf(content, filename)
    elif content.startswith(b"PK"):
        lines = read_word(content, filename, max_bytes * 10)
    else:
        text = _decode(content, filename)
        _refuse_long(len(text), len(LINE_END.findall(text)), filename)
        lines = tuple(read_text(text))
    if not any(line.text for line in lines):
        raise Unreadable(f"Tệp “{filename}” không có nội dung.")
    _refuse_long(sum(len(line.text) for line in lines), len(lines), filename)
    return lines


def _refuse_long(letters: int, lines: int, filename: str) -> None:
    for count, most, unit in ((letters, LONGEST_PLAN, "ký tự"), (lines, MOST_LINES, "dòng")):
        if count > most:
            raise Unreadable(f"Văn bản “{filename}” quá dài so với một kế hoạch (trên {most} {unit}).")


def _refuse_foreign(content: bytes, filename: str) -> None:
    head = content[:64].lstrip().lower()
    if content.startswith(FOREIGN[0][0]) and LOCKED_WORD in content:
        raise Unreadable(f"“{filename}”: Tệp Word có mật khẩu, không mở được; hãy bỏ mật khẩu rồi gửi lại.")
    for signature, reason in FOREIGN:
        if content.startswith(signature) or (signature.startswith(b"<") and head.startswith(signature)):
            raise Unreadable(f"“{filename}”: {reason}")


def _decode(content: bytes, filename: str) -> str:
    """Return the text; where it is no Unicode, every byte is a letter of an old alphabet."""
    try:
        text = content.decode("utf-16" if content.startswith(UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        text = content.decode("latin-1")
        if "\0" in text or content.startswith(UTF16) or reading_of(text) in {None, as_it_is}:
            raise Unreadable(f"Tệp “{filename}” không phải văn bản Unicode (UTF-8) hoặc đã hỏng.") from error
    if "\0" in text:
        raise Unreadable(f"Tệp “{filename}” là tệp nhị phân, không phải văn bản.")
    return (reading_of(text) or as_it_is)(text)
