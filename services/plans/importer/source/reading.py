"""From the bytes of a file to the numbered lines of a document."""

import re
from collections.abc import Iterator

from services.plans.importer.source.letters import tidy
from services.plans.importer.source.tables import Line, columns_of, row
from services.plans.importer.source.word import Unreadable, read_word

FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "Tệp Word đời cũ (.doc) không đọc được; hãy lưu lại thành .docx."),
    (b"%PDF", "Tệp PDF không đọc được; hãy dùng bản .docx hoặc .txt của văn bản."),
    (b"\xff\xd8\xff", "Nội dung tệp là ảnh JPEG, không phải văn bản."),
    (b"\x89PNG", "Nội dung tệp là ảnh PNG, không phải văn bản."),
    (b"II*\x00", "Nội dung tệp là ảnh TIFF, không phải văn bản."),
    (b"{\\rtf", "Tệp RTF không đọc được; hãy lưu lại thành .docx."),
)
LONGEST_PLAN = 1_000_000
UTF16 = (b"\xff\xfe", b"\xfe\xff")
GAP = re.compile(r"\t| {4,}| ?\| ?")


def read(content: bytes, filename: str, max_bytes: int) -> tuple[Line, ...]:
    """Return every line of the document with its number, blank ones too; Unreadable says why it cannot."""
    if len(content) > max_bytes:
        raise Unreadable(f"Tệp “{filename}” lớn hơn mức cho phép ({max_bytes / 1024 / 1024:g} MiB).")
    for signature, reason in FOREIGN:
        if content.startswith(signature):
            raise Unreadable(f"“{filename}”: {reason}")
    if content.startswith(b"PK"):
        lines = read_word(content, filename, max_bytes * 10)
    else:
        lines = tuple(_text_lines(_decode(content, filename)))
    if not any(line.text for line in lines):
        raise Unreadable(f"Tệp “{filename}” không có nội dung.")
    if sum(len(line.text) for line in lines) > LONGEST_PLAN:
        raise Unreadable(f"Văn bản “{filename}” quá dài so với một kế hoạch (trên {LONGEST_PLAN} ký tự).")
    return lines


def _decode(content: bytes, filename: str) -> str:
    encoding = "utf-16" if content.startswith(UTF16) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"Tệp “{filename}” không phải văn bản Unicode (UTF-8) hoặc đã hỏng.") from error
    if "\0" in text:
        raise Unreadable(f"Tệp “{filename}” là tệp nhị phân, không phải văn bản.")
    return text


def _text_lines(text: str) -> Iterator[Line]:
    """Yield lines; a wide gap separates the columns of a letterhead or of a table."""
    columns: tuple[str, ...] | None = None
    for number, raw in enumerate(re.split(r"\r\n|[\n\r\f\v\x85\u2028\u2029]", text), start=1):
        cells = [tidy(cell) for cell in GAP.split(re.sub(r"^\s*\||\|\s*$", "", raw.rstrip()).strip(" "))]
        header = columns_of(cells) if len(cells) > 1 else None
        if header:
            columns = header
            yield Line(number, " | ".join(cells), is_table_header=True)
        elif columns and len(cells) > 1:
            yield row(number, columns, cells)
        else:
            columns = columns if re.search(r"\w", raw) is None else None
            yield from (Line(number, cell) for cell in cells if cell or len(cells) == 1)
