"""A district's plan as a table, and a bloc's plan whose head and recipients stand in tables."""

from tests.corpus.word import Paper


def huyen_bang() -> Paper:
    paper = Paper()
    paper.side_by_side(
        """ỦY BAN NHÂN DÂN
        HUYỆN MƯỜNG KHÊ
        Số: 33/KH-UBND""",
        """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        Mường Khê, ngày 30 tháng 01 năm 2024""",
    )
    paper.lines("KẾ HOẠCH\nCông tác thi đua, khen thưởng huyện Mường Khê năm 2024", bold=True)
    paper.lines(
        """Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;
        Căn cứ Kế hoạch số 12/KH-UBND ngày 15 tháng 01 năm 2024 của Ủy ban nhân dân tỉnh;
        Theo đề nghị của Trưởng phòng Nội vụ huyện.
        Ủy ban nhân dân huyện ban hành Kế hoạch công tác thi đua, khen thưởng năm 2024 như sau:
        I. MỤC ĐÍCH, YÊU CẦU
        - Phân công rõ người, rõ việc, rõ thời gian.
        - Lấy kết quả thi đua làm một căn cứ đánh giá cán bộ cuối năm.
        II. NỘI DUNG, PHÂN CÔNG THỰC HIỆN"""
    )
    paper.table(
        ["TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện"],
        [
            ["QUÝ I"],
            [
                "1",
                "Trình ban hành Quy chế hoạt động của Hội đồng Thi đua - Khen thưởng huyện",
                "Phòng Nội vụ",
                "Phòng Tư pháp",
                "Trước ngày 20/02/2024",
            ],
            [
                "2",
                "Phát động phong trào “Mường Khê sạch từ nhà ra ngõ”",
                None,
                "Hội Liên hiệp Phụ nữ huyện; Huyện đoàn",
                "Tháng 3",
            ],
            [
                "3",
                "Xét công nhận sáng kiến cấp cơ sở đợt 1 (nếu có)",
                "Phòng Kinh tế và Hạ tầng",
                "Các phòng, ban liên quan",
                "Tháng 02 - 3",
            ],
            ["QUÝ II"],
            [
                "4",
                "Biểu dương hộ nông dân sản xuất, kinh doanh giỏi",
                "Hội Nông dân huyện",
                "Phòng Nông nghiệp và Phát triển nông thôn",
                "Tháng 4",
            ],
            ["5", "Tổng hợp, báo cáo sơ kết 6 tháng đầu năm gửi Sở Nội vụ", "Phòng Nội vụ", "", "Trước ngày 08/6"],
            ["QUÝ III"],
            [
                "6",
                "Khen thưởng ngành giáo dục năm học 2023 - 2024",
                "Phòng Giáo dục và Đào tạo",
                "Phòng Nội vụ",
                "Chậm nhất ngày 31/7",
            ],
            [
                "7",
                "Kiểm tra công tác thi đua tại 05 xã",
                "Phòng Nội vụ",
                "Ủy ban MTTQ Việt Nam huyện, Phòng Tài chính - Kế hoạch",
                "Tháng 8, tháng 9",
            ],
            ["QUÝ IV"],
            [
                "8",
                "Tổng kết phong trào “Mường Khê sạch từ nhà ra ngõ”",
                "Phòng Nội vụ",
                "Hội Liên hiệp Phụ nữ huyện",
                "Tháng 11",
            ],
            [
                "9",
                "Họp Hội đồng Thi đua - Khen thưởng huyện xét khen thưởng tổng kết năm",
                None,
                "Các thành viên Hội đồng",
                "Trước ngày 10/01/2025",
            ],
            ["THƯỜNG XUYÊN"],
            [
                "10",
                "Giới thiệu gương người tốt, việc tốt trên Trang thông tin điện tử huyện",
                "Trung tâm Văn hóa, Thể thao và Truyền thông",
                "Các xã, thị trấn",
                "Cả năm",
            ],
        ],
    )
    paper.lines(
        """III. TỔ CHỨC THỰC HIỆN
        1. Phòng Nội vụ theo dõi tiến độ, báo cáo Chủ tịch Ủy ban nhân dân huyện.
        2. Các phòng, ban, Ủy ban nhân dân các xã, thị trấn gửi báo cáo 6 tháng trước ngày 01/6, báo cáo năm \
        trước ngày 01/12 về Phòng Nội vụ."""
    )
    paper.side_by_side(
        """Nơi nhận:
        - UBND tỉnh (b/c);
        - Sở Nội vụ tỉnh;
        - Thường trực Huyện ủy;
        - Lãnh đạo UBND huyện;
        - Các phòng, ban, đoàn thể;
        - UBND các xã, thị trấn;
        - Lưu: VT, NV.""",
        """TM. ỦY BAN NHÂN DÂN
        CHỦ TỊCH
        Bạc Cầm Sơn""",
    )
    return paper


def khoi_thi_dua() -> Paper:
    paper = Paper()
    paper.side_by_side(
        """KHỐI THI ĐUA CÁC NGÂN HÀNG THƯƠNG MẠI
        NGÂN HÀNG TMCP ĐÔNG HẢI - KHỐI TRƯỞNG
        Số: 01/KH-KTĐ""",
        """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        Đông Hải, ngày 04 tháng 3 năm 2024""",
    )
    paper.lines(
        "KẾ HOẠCH\nHoạt động thi đua, khen thưởng của Khối thi đua các ngân hàng thương mại năm 2024", bold=True
    )
    paper.lines(
        """Thực hiện Quyết định số 77/QĐ-UBND ngày 18/01/2024 của Chủ tịch UBND tỉnh về việc chia cụm, khối thi đua, \
        Khối thi đua các ngân hàng thương mại xây dựng Kế hoạch hoạt động như sau:
        I. YÊU CẦU
        - Bình đẳng, đoàn kết, công khai trong chấm điểm.
        II. NỘI DUNG HOẠT ĐỘNG"""
    )
    paper.table(
        ["Thời gian", "Nội dung", "Đơn vị thực hiện"],
        [
            ["Quý I", "Ký kết giao ước thi đua giữa 11 đơn vị", "Khối trưởng"],
            [None, "Các đơn vị đăng ký chỉ tiêu thi đua, gửi Khối trưởng trước ngày 20/3", "Các đơn vị thành viên"],
            [
                "Quý II",
                "Hội thao truyền thống chào mừng 73 năm Ngày thành lập ngành Ngân hàng (06/5/1951 - 06/5/2024)",
                "Khối phó",
            ],
            ["Quý III", "Sơ kết hoạt động Khối, bàn giải pháp 6 tháng cuối năm", "Khối trưởng"],
            [None, "Tham quan mô hình giao dịch không giấy tờ (nếu điều kiện cho phép)", None],
            ["Quý IV", "Các đơn vị tự chấm điểm, gửi bảng điểm chậm nhất ngày 30/11", "Các đơn vị thành viên"],
            [None, "Tổng kết, bỏ phiếu suy tôn đơn vị dẫn đầu, xong trước ngày 25/12/2024", "Khối trưởng"],
        ],
    )
    paper.lines(
        """III. TỔ CHỨC THỰC HIỆN
        1. Khối trưởng điều hành hoạt động, giữ mối liên hệ với Sở Nội vụ.
        2. Các đơn vị thành viên gửi báo cáo kết quả phong trào thi đua 6 tháng đầu năm trước ngày 10/7, báo \
        cáo năm trước ngày 05/12 cho Khối trưởng.
        Trên đây là Kế hoạch hoạt động năm 2024 của Khối./."""
    )
    paper.side_by_side(
        """Nơi nhận:
        - Sở Nội vụ (Ban TĐKT);
        - Ngân hàng Nhà nước chi nhánh tỉnh;
        - Các đơn vị thành viên Khối;
        - Lưu: Khối trưởng.""",
        """KHỐI TRƯỞNG
        GIÁM ĐỐC
        Âu Thị Minh Thư""",
    )
    return paper
