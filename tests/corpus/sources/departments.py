"""Two departments' plans: one numbered by Word alone, one that prints the period at the end of each item."""

from tests.corpus.word import Paper

ITEMS = {
    "Quý I": [
        "Tổ chức hội nghị người lao động, phát động thi đua năm 2025.",
        "Đăng ký danh hiệu “Tập thể lao động xuất sắc” với Sở Nội vụ trước ngày 28/02.",
    ],
    "Quý II": [
        "Sơ kết phong trào thi đua “Ngành Giao thông nói không với tai nạn lao động”.",
        "Xét khen thưởng đột xuất công trình vượt tiến độ (nếu có).",
    ],
    "Quý III": [
        "Tổ chức hội thi lái xe an toàn.",
        "Gửi hồ sơ đề nghị tặng Huân chương Lao động không muộn hơn ngày 30/9/2025.",
    ],
    "Quý IV": [
        "Chấm điểm thi đua các phòng, đơn vị.",
        "Tổng kết năm, xây dựng Kế hoạch năm 2026; hoàn thành đến hết ngày 15/01/2026.",
    ],
}


def word_danh_so() -> Paper:
    paper = Paper()
    paper.lines(
        """UBND TỈNH HÀ SƠN
        SỞ XÂY DỰNG
        Số: 88/KH-SXD
        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        Hà Sơn, ngày 10 tháng 3 năm 2025
        KẾ HOẠCH
        Công tác thi đua, khen thưởng năm 2025 của Sở Xây dựng
        Căn cứ Kế hoạch số 02/KH-UBND ngày 06/01/2025 của UBND tỉnh về công tác thi đua, khen thưởng năm 2025, \
        Sở Xây dựng ban hành Kế hoạch với các nội dung sau:"""
    )
    number = paper.numbering("roman", "digit", "letter", "dash")
    paper.numbered(number, 0, "MỤC ĐÍCH, YÊU CẦU")
    paper.numbered(number, 1, "Thi đua gắn với tiến độ, chất lượng công trình.")
    paper.numbered(number, 1, "Khen thưởng kịp thời công nhân trên công trường.")
    paper.numbered(number, 0, "NỘI DUNG")
    for quarter, items in ITEMS.items():
        paper.numbered(number, 1, f"Nhiệm vụ {quarter}")
        for item in items:
            paper.numbered(number, 2, item)
    paper.numbered(number, 0, "TỔ CHỨC THỰC HIỆN")
    paper.numbered(number, 1, "Văn phòng Sở")
    paper.numbered(number, 3, "Theo dõi, đôn đốc, tổng hợp kết quả.")
    paper.numbered(number, 1, "Các phòng, đơn vị thuộc Sở")
    paper.numbered(number, 3, "Xây dựng kế hoạch của đơn vị, gửi Văn phòng Sở trước ngày 25/3/2025.")
    paper.numbered(number, 3, "Báo cáo 6 tháng gửi trước ngày 05/6; báo cáo năm gửi trước ngày 25/11.")
    paper.lines("Nơi nhận:")
    dashes = paper.numbering("dash")
    for name in ("Sở Nội vụ;", "Ban Giám đốc Sở;", "Các phòng, đơn vị thuộc Sở;", "Lưu: VT, VP."):
        paper.numbered(dashes, 0, name)
    paper.lines("GIÁM ĐỐC\nĐinh Trọng Nghĩa")
    return paper


def so_y_te() -> Paper:
    paper = Paper()
    paper.side_by_side(
        """UBND TỈNH ĐÔNG HẢI
        SỞ Y TẾ
        Số: 1204/KH-SYT""",
        """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        Đông Hải, ngày 22 tháng 3 năm 2024""",
    )
    paper.lines("KẾ HOẠCH\nCông tác thi đua, khen thưởng ngành Y tế năm 2024", bold=True)
    paper.lines(
        """Căn cứ Thông tư số 01/2024/TT-BNV ngày 24 tháng 02 năm 2024 của Bộ trưởng Bộ Nội vụ;
        Căn cứ Kế hoạch số 09/KH-UBND ngày 12/01/2024 của UBND tỉnh;
        Sở Y tế ban hành Kế hoạch công tác thi đua, khen thưởng năm 2024 như sau:
        I. MỤC TIÊU
        - 100% đơn vị trực thuộc có phong trào thi đua gắn với đổi mới thái độ phục vụ người bệnh.
        II. NHIỆM VỤ
        1. Về phong trào thi đua
        - Phát động phong trào “Bệnh viện xanh, người bệnh an lòng” (Quý II).
        - Tổ chức hội thi điều dưỡng giỏi (tháng 5/2024).
        - Kiểm tra chéo giữa các bệnh viện (Quý II và Quý IV).
        - Tuyên truyền thầy thuốc tiêu biểu trên Bản tin Y tế (hằng quý).
        2. Về công tác khen thưởng
        - Xét tặng danh hiệu “Thầy thuốc Ưu tú” cấp cơ sở (từ tháng 7 đến tháng 9).
        - Trình khen thưởng thành tích phòng, chống dịch (nếu có) (Quý III).
        - Hoàn thiện hồ sơ khen thưởng năm 2024, gửi Sở Nội vụ trước ngày 20/12/2024 (Quý IV).
        - Trích lập Quỹ thi đua, khen thưởng (thường xuyên).
        III. TỔ CHỨC THỰC HIỆN
        1. Phòng Tổ chức cán bộ là đầu mối theo dõi.
        2. Các đơn vị trực thuộc gửi kế hoạch trước ngày 10/4/2024; báo cáo 6 tháng trước ngày 05/6/2024 và \
        báo cáo năm trước ngày 30/11/2024."""
    )
    paper.side_by_side(
        """Nơi nhận:
        - Bộ Y tế (b/c);
        - Sở Nội vụ;
        - Các đơn vị trực thuộc;
        - Công đoàn ngành;
        - Lưu: VT, TCCB.""",
        """GIÁM ĐỐC
        Bs. Khúc Hải Yến""",
    )
    return paper
