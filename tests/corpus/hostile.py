"""Files made to harm: bombs, loops, locks and torn ends, each small enough to be made anew for every run."""

import random
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import docx

from tests.corpus.expected import PLANS

WORD = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PLAN = (PLANS / "tinh-theo-quy.txt").read_text("utf-8")
MIB = 1 << 20


def wide(columns: int) -> bytes:
    """A table whose one cell claims to reach over so many columns."""
    span = b'<w:tcPr><w:gridSpan w:val="%d"/></w:tcPr>' % columns
    return word(b"<w:tbl><w:tr><w:tc>" + span + paragraph(b"KE HOACH") + b"</w:tc></w:tr></w:tbl>")


def torn(name: str) -> bytes:
    """The first half of a paper, as a broken download leaves it."""
    content = (PLANS / name).read_bytes()
    return content[: len(content) // 2]


def noise(start: bytes = b"") -> bytes:
    return start + random.Random(7).randbytes(MIB)


def archive(members: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, member in members.items():
            made.writestr(name, member)
    return content.getvalue()


def word(body: bytes, before: bytes = b"", **others: bytes) -> bytes:
    """A Word file whose text part is the given markup."""
    content = BytesIO()
    docx.Document().save(content)
    with zipfile.ZipFile(content) as made:
        members = {name: made.read(name) for name in made.namelist()}
    text = b'<?xml version="1.0"?>' + before + b"<w:document " + WORD + b"><w:body>" + body + b"</w:body></w:document>"
    return archive(members | {"word/document.xml": text} | others)


def paragraph(text: bytes) -> bytes:
    return b"<w:p><w:r><w:t>" + text + b"</w:t></w:r></w:p>"


def swelling() -> bytes:
    """Ten names, each ten times the one before it."""
    names = b"".join(b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 10))
    return word(paragraph(b"&e9;"), b'<!DOCTYPE d [<!ENTITY e0 "ha">' + names + b"]>")


def nested(depth: int) -> bytes:
    return word(b"<w:tbl><w:tr><w:tc>" * depth + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * depth)


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of the given objects, numbered from one; the first is its root."""
    content, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    content += b"xref\n0 %d\n0000000000 65535 f \n" % size + table
    ends = b"<</Size %d/Root 1 0 R" % size + trailer + b">>\nstartxref\n%d\n%%%%EOF" % content.index(b"xref\n0 ")
    return content + b"trailer\n" + ends


def one_page(drawing: bytes, *others: bytes, resources: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one page; its further objects are numbered from five."""
    packed = zlib.compress(drawing, 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<" + resources + b">>>>"
    stream = b"<</Filter/FlateDecode/Length %d>>\nstream\n" % len(packed) + packed + b"\nendstream"
    roots = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
    return pdf(*roots, page, stream, *others, trailer=trailer)


def drawn_in_itself() -> bytes:
    """A drawing that asks twice for itself."""
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 11>>"
    return one_page(b"/X Do", head + b"\nstream\n/X Do /X Do\nendstream", resources=b"/XObject<</X 5 0 R>>")


def resting_on_itself() -> bytes:
    """A paragraph in a style that is built on itself."""
    style = b'<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="A"/><w:pPr/></w:style>'
    styles = b'<?xml version="1.0"?><w:styles ' + WORD + b">" + style + b"</w:styles>"
    text = b'<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    return word(text, **{"word/styles.xml": styles})


def locked() -> bytes:
    lock = b"<</Filter/Standard/V 1/R 2/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">/P -4>>"
    return one_page(b"BT (x) Tj ET", lock, trailer=b"/Encrypt 5 0 R/ID[<00><00>]")


HARMFUL: dict[str, Callable[[], bytes]] = {
    "bom-nen.docx": lambda: word(paragraph(b"A" * (300 * MIB))),
    "bom-anh.docx": lambda: word(paragraph(b"A"), **{"word/media/a.png": bytes(300 * MIB)}),
    "thuc-the-phinh.docx": swelling,
    "thuc-the-ngoai.docx": lambda: word(paragraph(b"&x;"), b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "doan-trong.docx": lambda: word(b"<w:p/>" * 100_000),
    "bang-long-nhau.docx": lambda: nested(3000),
    "khong-phai-word.docx": lambda: archive({"a.txt": b"x"}),
    "rach-doi.docx": lambda: torn("huyen-bang.docx"),
    "nhieu.docx": lambda: noise(b"PK\x03\x04"),
    "van-ban-50-mb.txt": lambda: (PLAN.encode() * 12_000)[: 50 * MIB],
    "nhieu.bin": noise,
    "nhieu.pdf": lambda: noise(b"%PDF-1.7\n"),
    "rach-doi.pdf": lambda: torn("tinh-bang.pdf"),
    "khong-trang.pdf": lambda: b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF",
    "khoa.pdf": locked,
    "cay-trang-vong.pdf": lambda: pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "tro-chinh-no.pdf": lambda: pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"2 0 R"),
    "long-sau.pdf": lambda: pdf(b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 50_000 + b"]" * 50_000 + b">>"),
    "bom-nen.pdf": lambda: one_page(b" " * (100 * MIB)),
    "ve-chinh-no.pdf": drawn_in_itself,
    "o-tram-trieu-cot.docx": lambda: wide(100_000_000),
    "tram-nghin-o.docx": lambda: word(
        b"<w:tbl><w:tr>" + (b"<w:tc>" + paragraph(b"a") + b"</w:tc>") * 100_000 + b"</w:tr></w:tbl>"
    ),
    "tram-nghin-dong.txt": lambda: PLAN.encode() + b"\n- a" * 100_000,
    "bon-mb.txt": lambda: PLAN.encode() + "Họp xét thi đua. ".encode() * 200_000,
    "kieu-tua-vao-minh.docx": resting_on_itself,
}
"""What must be refused, made when it is asked for."""


def instead_of(text: str) -> bytes:
    """A real plan in which one task reads otherwise."""
    return PLAN.replace("Kiện toàn các cụm", text).encode()


TRYING: dict[str, Callable[[], bytes]] = {
    "ngoac-mo": lambda: instead_of("(" * 50_000),
    "ngoac-kep": lambda: instead_of("“" * 50_000),
    "gach-cheo": lambda: instead_of("1/" * 50_000),
    "dau-cach": lambda: instead_of("Kiện" + " " * 200_000 + "toàn"),
    "don-vi": lambda: instead_of("(Chủ trì: " + "Sở A, " * 10_000 + ")"),
    "so-nam-nghin-chu-so": lambda: instead_of(
        f"Số {'7' * 5000}, trước ngày {'1' * 5000}/{'2' * 5000}, tháng {'3' * 5000}"
    ),
    "utf-16": lambda: PLAN.encode("utf-16"),
}
"""Plans that try the reader's patience and are plans nonetheless."""
