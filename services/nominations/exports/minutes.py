"""The minutes of a council's session (biên bản họp Hội đồng) as a Word file."""

from services.nominations.domain.councils import POSITION_LABELS, Position, Presence
from services.nominations.exports.paper import Paper
from shared import clock
from shared.api.councils import CouncilView, ItemView, SessionView

PLACE = "Đồng Nai"
_RESULTS = {True: "Thông qua", False: "Không thông qua"}


def minutes(session: SessionView, council: CouncilView) -> bytes:
    """Return the minutes: who took part, the quorum, the agenda, the totals of every ballot, and the conclusion."""
    at = session.meets_at.astimezone(clock.VIETNAM)
    paper = Paper(council.name, PLACE, at.date())
    kind = "Biên bản lấy ý kiến bằng văn bản" if session.is_written_round else "Biên bản họp Hội đồng"
    paper.title(kind, session.title)
    paper.heading("I. Thời gian, địa điểm, thành phần")
    paper.text(f"Thời gian: {at:%H giờ %M phút, ngày %d/%m/%Y}.", f"Địa điểm: {session.place}.")
    paper.text(f"Hội đồng được thành lập theo Quyết định số {council.decision_number}.")
    _attendance(paper, session, council)
    paper.heading("II. Nội dung")
    for item in session.items:
        paper.text(f"{item.position}. {item.kind_label}: {_named(item)}.")
    if session.proceedings:
        paper.text(session.proceedings)
    _ballot(paper, session)
    paper.heading("IV. Kết luận")
    paper.text(session.conclusion or "Hội đồng thống nhất với kết quả bỏ phiếu nêu trên.")
    paper.signatures(("Thư ký", _holder(council, Position.SECRETARY)), ("Chủ trì", _holder(council, Position.CHAIR)))
    return paper.as_bytes()


def _attendance(paper: Paper, session: SessionView, council: CouncilView) -> None:
    quorum = "đủ" if session.has_quorum else "không đủ"
    paper.text(
        f"Tổng số thành viên Hội đồng: {session.total_members}; có mặt: {session.present}; "
        f"gửi ý kiến bằng văn bản: {session.written}. Số thành viên tham dự tối thiểu: {session.quorum} "
        f"({council.quorum_basis}); {quorum} điều kiện tiến hành."
    )
    paper.table(
        ("Số TT", "Họ và tên", "Chức danh trong Hội đồng", "Tham dự", "Lý do"),
        [
            (str(number), one.name, one.position_label, one.presence_label, one.reason)
            for number, one in enumerate(session.attendances, 1)
        ],
    )
    for item in session.items:
        for conflict in item.conflicts:
            stands = "không tham gia biểu quyết" if conflict.stands_aside else "vẫn tham gia biểu quyết"
            note = f" ({conflict.note})" if conflict.note else ""
            paper.text(f"{conflict.member_name} {stands} đối với {_named(item)}: {conflict.ground_label}{note}.")
    absent = [one for one in session.attendances if one.presence == Presence.ABSENT]
    if not absent:
        paper.text("Không có thành viên vắng mặt.")


def _ballot(paper: Paper, session: SessionView) -> None:
    paper.heading("III. Kết quả bỏ phiếu kín")
    counted = [item for item in session.items if item.tally]
    if not counted:
        paper.text("Phiên họp không có nội dung bỏ phiếu.")
        return
    paper.text(f"{session.method_label}. Tỷ lệ tính trên tổng số thành viên Hội đồng.")
    head = ("Số TT", "Nội dung", "Phát ra", "Thu về", "Đồng ý", "Không đồng ý", "Không có ý kiến", "Không hợp lệ",
            "Tỷ lệ", "Yêu cầu", "Kết quả")  # fmt: skip
    paper.table(head, [_row(item) for item in counted])
    for basis in dict.fromkeys(item.percent_basis for item in counted if item.percent_basis):
        paper.text(f"Căn cứ về tỷ lệ: {basis}.")


def _row(item: ItemView) -> tuple[str, ...]:
    tally = item.tally
    if tally is None:
        return ()
    figures = (tally.papers, tally.returned, tally.approve, tally.disapprove, tally.abstain, tally.invalid)
    result = _RESULTS[tally.is_passed]
    return (str(item.position), _named(item), *map(str, figures), tally.share, f"≥ {tally.percent} %", result)


def _named(item: ItemView) -> str:
    return f"{item.title} – {item.subject_name}" if item.subject_name else item.title


def _holder(council: CouncilView, position: Position) -> str:
    label = POSITION_LABELS[position]
    return next((one.name for one in council.members if one.position_label == label), "")
