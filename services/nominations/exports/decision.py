"""The proposal (tờ trình) and the decision (quyết định) with its list, as Word files."""

import csv
import io
from collections import Counter

from services.nominations.domain.awarding import dong, written_date
from services.nominations.exports.paper import Paper
from shared.api.decisions import DecisionEntry, DecisionView
from shared.words import SUBJECT_KINDS

PLACE = "Đồng Nai"
_HEAD = ("Số TT", "Họ và tên, tên tập thể", "Đơn vị", "Danh hiệu, hình thức khen thưởng", "Tiền thưởng")
_CERTIFICATE = ("so_tt", "ten", "don_vi", "khen_thuong", "so_quyet_dinh", "ngay_quyet_dinh", "nguoi_ky", "chuc_vu")


def proposal(view: DecisionView, basis: tuple[str, ...]) -> bytes:
    """Return the proposal: grounds, counts by award and subject, and the list."""
    paper = Paper(view.proposer, PLACE, view.proposed_on, number=view.proposal_number)
    paper.title("Tờ trình", view.title)
    paper.centred(f"Kính gửi: {view.issuer_name}")
    paper.basis(view.basis or basis)
    paper.text(f"{view.proposer} kính trình {view.issuer_name} xem xét, quyết định khen thưởng:")
    for (award, kind), number in sorted(_counts(view).items()):
        paper.text(f"- {award}: {number} {SUBJECT_KINDS.get(kind, kind).lower()}.")
    paper.text(f"Tổng số tiền thưởng kèm theo dự kiến: {dong(view.total)}.", "(Có danh sách kèm theo)")
    paper.text("Cơ quan trình chịu trách nhiệm về tính chính xác của hồ sơ.")
    paper.signatures((f"Thủ trưởng {view.proposer}", ""))
    paper.recipients(("Như trên", "Lưu: VT"))
    _list(paper, view)
    return paper.as_bytes()


def decision_paper(view: DecisionView, basis: tuple[str, ...]) -> bytes:
    """Return the decision: grounds of the law in force on its day, three articles, and the list."""
    paper = Paper(view.issuer_name, PLACE, view.decided_on, number=view.number)
    paper.title("Quyết định", view.title)
    paper.centred(view.issuer_name.upper())
    proposed = f" {written_date(view.proposed_on)}" if view.proposed_on else ""
    asked = f"Xét đề nghị của {view.proposer} tại Tờ trình số {view.proposal_number}{proposed}"
    paper.basis((*(view.basis or basis), asked))
    paper.centred("QUYẾT ĐỊNH:")
    paper.text(f"Điều 1. Tặng {_counted(view)} có thành tích theo danh sách kèm theo Quyết định này.")
    paper.text(
        f"Điều 2. Tiền thưởng kèm theo là {dong(view.total)}, chi từ quỹ thi đua, khen thưởng theo quy định hiện hành."
    )
    paper.text(
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các cơ quan, đơn vị liên quan và các tập thể, "
        "cá nhân có tên trong danh sách chịu trách nhiệm thi hành Quyết định này."
    )
    paper.signatures((view.signer_title or "Người ký", view.signer))
    paper.recipients((*view.recipients, "Như Điều 3", "Lưu: VT"))
    _list(paper, view)
    return paper.as_bytes()


def certificates(view: DecisionView) -> bytes:
    """Return a CSV file for the program that prints certificates: one line an award, with a byte-order mark."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(
        ("so_tt", "ten", "don_vi", "khen_thuong", "so_quyet_dinh", "ngay_quyet_dinh", "nguoi_ky", "chuc_vu")
    )
    for one in view.entries:
        day = f"{view.decided_on:%d/%m/%Y}" if view.decided_on else ""
        row = (one.position, one.subject_name, one.unit_name, one.award_name, view.number, day)
        writer.writerow((*map(_harmless, row), _harmless(view.signer), _harmless(view.signer_title)))
    return file.getvalue().encode("utf-8-sig")


def _harmless(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _list(paper: Paper, view: DecisionView) -> None:
    paper.new_page()
    paper.centred("DANH SÁCH ĐƯỢC KHEN THƯỞNG")
    paper.table(_HEAD, [_row(one) for one in view.entries])


def _row(one: DecisionEntry) -> tuple[str, ...]:
    bonus = "" if one.bonus is None else dong(one.bonus)
    return (str(one.position), one.subject_name, one.unit_name, one.award_name, bonus)


def _counts(view: DecisionView) -> Counter[tuple[str, str]]:
    return Counter((one.award_name, one.subject_kind) for one in view.entries)


def _counted(view: DecisionView) -> str:
    return "; ".join(
        f"{award} cho {number} {SUBJECT_KINDS.get(kind, kind).lower()}"
        for (award, kind), number in sorted(_counts(view).items())
    )
