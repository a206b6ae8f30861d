"""A city's plan whose table has a head of two rows, short periods and a column for the product."""

from tests.corpus.word import Paper

ROWS = [
    ["A. CÔNG TÁC THAM MƯU"],
    ["1", "Ban hành Kế hoạch kiểm tra thi đua", "Sở Nội vụ", "Văn phòng UBND thành phố", "Kế hoạch", "Q1/2025"],
    ["2", "Sửa Quy chế Quỹ thi đua (nếu có)", "Sở Tài chính", "Sở Nội vụ; Sở Tư pháp", "Quyết định", "T5/2025"],
    ["B. CÔNG TÁC PHONG TRÀO"],
    [
        "3",
        "Tổng kết phong trào “Ngõ sạch, nhà xanh, phố an”",
        "UBMTTQ thành phố",
        "UBND các quận, huyện",
        "Hội nghị",
        "Quý II",
    ],
    ["4", "Đại hội thi đua yêu nước thành phố", "Sở Nội vụ", "Các sở, ban, ngành", "Đại hội", "Trước 30/9/2025"],
    ["C. CÔNG TÁC KHEN THƯỞNG"],
    ["5", "Xét tặng Bằng khen đợt Quốc khánh", "Sở Nội vụ", "", "Quyết định", "Tháng 8"],
    ["6", "Trình Chính phủ tặng Cờ thi đua", "Sở Nội vụ", "Các cụm, khối", "Tờ trình", "Quý IV, xong trước 10/12"],
    ["7", "Kiểm tra hồ sơ đã nộp", "Sở Nội vụ", "", "Biên bản", "6 tháng cuối năm"],
]


def thanh_pho() -> Paper:
    paper = Paper()
    paper.on_its_side()
    paper.side_by_side(
        """ỦY BAN NHÂN DÂN
        THÀNH PHỐ VĨNH HẢI
        Số: 44/KH-UBND""",
        """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        Vĩnh Hải, ngày 24 tháng 01 năm 2025""",
    )
    paper.lines("KẾ HOẠCH\nCông tác thi đua, khen thưởng thành phố Vĩnh Hải năm 2025", bold=True)
    paper.lines(
        """Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;
        Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ;
        Ủy ban nhân dân thành phố ban hành Kế hoạch công tác thi đua, khen thưởng năm 2025, gồm các nội dung sau:
        I. MỤC ĐÍCH
        - Chuẩn bị chu đáo Đại hội thi đua yêu nước các cấp.
        II. CÁC NHIỆM VỤ CỤ THỂ"""
    )
    head = ["TT", "Nhiệm vụ", "Phân công thực hiện", "Phân công thực hiện", "Sản phẩm", "Thời gian"]
    under = [None, None, "Chủ trì", "Phối hợp", None, None]
    paper.table(head, [under, *ROWS])
    cells = paper.document.tables[-1].rows[0].cells
    cells[3].text = ""
    cells[2].merge(cells[3]).text = "Phân công thực hiện"
    paper.lines(
        """III. TỔ CHỨC THỰC HIỆN
        1. Sở Nội vụ hướng dẫn, kiểm tra, đôn đốc.
        2. UBND các quận, huyện báo cáo 6 tháng trước ngày 12/6 và báo cáo năm trước ngày 12/12."""
    )
    paper.side_by_side(
        """Nơi nhận:
        - Bộ Nội vụ;
        - Thường trực Thành ủy;
        - Các sở, ban, ngành;
        - UBND các quận, huyện;
        - Lưu: VT.""",
        """TM. ỦY BAN NHÂN DÂN
        CHỦ TỊCH
        Trương Bá Lân""",
    )
    return paper
