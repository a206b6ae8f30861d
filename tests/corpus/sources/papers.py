"""Word files that are no plan, though they speak of quarters, dates and emulation."""

from tests.corpus.word import Paper


def thong_bao() -> Paper:
    paper = Paper()
    paper.side_by_side(
        """UBND TỈNH AN BÌNH
        SỞ NỘI VỤ
        Số: 77/TB-SNV""",
        """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        An Bình, ngày 11 tháng 3 năm 2024""",
    )
    paper.lines("THÔNG BÁO\nLịch kiểm tra việc thực hiện kế hoạch công tác thi đua, khen thưởng năm 2024", bold=True)
    paper.table(
        ["TT", "Nội dung", "Chủ trì", "Thời gian"],
        [
            ["QUÝ II"],
            ["1", "Kiểm tra tại Sở Công Thương", "Sở Nội vụ", "Ngày 15/5/2024"],
            ["QUÝ III"],
            ["2", "Kiểm tra tại huyện Thạch Lâm", "Sở Nội vụ", "Trước ngày 30/8/2024"],
        ],
    )
    paper.lines(
        """Sở Nội vụ thông báo để các đơn vị biết, chuẩn bị./.
        Nơi nhận:
        - Các đơn vị có tên;
        - Lưu: VT.
        GIÁM ĐỐC
        Đỗ Thanh Nhàn"""
    )
    return paper


def bien_ban() -> Paper:
    paper = Paper()
    paper.lines(
        """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        BIÊN BẢN
        Họp Hội đồng Thi đua - Khen thưởng huyện Mường Khê thông qua Kế hoạch công tác thi đua, khen thưởng năm 2024
        Thời gian: 14 giờ 00, ngày 24 tháng 01 năm 2024.
        Địa điểm: Phòng họp số 2, trụ sở Ủy ban nhân dân huyện.
        I. THÀNH PHẦN
        - Chủ trì: ông Bạc Cầm Sơn, Chủ tịch Hội đồng;
        - Có mặt: 11/13 thành viên; vắng 02 người có lý do.
        II. NỘI DUNG
        1. Phòng Nội vụ trình bày dự thảo nhiệm vụ Quý I, Quý II, Quý III, Quý IV.
        2. Hội đồng thảo luận: đề nghị hoàn thành Quy chế trước ngày 20/02/2024.
        III. KẾT LUẬN
        Hội đồng thống nhất 11/11 phiếu. Cuộc họp kết thúc lúc 16 giờ 30 cùng ngày."""
    )
    paper.side_by_side("THƯ KÝ\nVi Thị Lả", "CHỦ TRÌ\nBạc Cầm Sơn")
    return paper
