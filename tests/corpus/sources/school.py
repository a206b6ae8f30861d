"""A school's and a hospital's plan: months of two calendar years, and a table whose first column is the time."""

from tests.corpus.word import Paper


def truong_hoc() -> Paper:
    paper = Paper()
    paper.side_by_side(
        """PHÒNG GD&ĐT THÀNH PHỐ LONG AN KHÊ
        TRƯỜNG THCS NGUYỄN ĐÌNH CHIỂU
        Số: 61/KH-THCSNĐC""",
        """CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        Long An Khê, ngày 28 tháng 8 năm 2023""",
    )
    paper.lines("KẾ HOẠCH\nCông tác thi đua, khen thưởng năm học 2023 - 2024", bold=True)
    paper.lines(
        """Căn cứ Hướng dẫn nhiệm vụ năm học 2023 - 2024 của Phòng Giáo dục và Đào tạo;
        Căn cứ Nghị quyết Hội nghị viên chức, người lao động năm học 2023 - 2024;
        Trường THCS Nguyễn Đình Chiểu xây dựng Kế hoạch công tác thi đua, khen thưởng như sau:
        I. Mục đích, yêu cầu
        1. Tạo động lực để thầy cô dạy tốt, học trò học tốt.
        2. Đánh giá bằng sản phẩm cụ thể, không chạy theo hình thức.
        II. Kế hoạch từng tháng
        * Tháng 8/2023
        - Họp tổ chuyên môn, thống nhất tiêu chí thi đua.
        * Tháng 9/2023
        - Đăng ký danh hiệu thi đua cá nhân, tổ; nộp về thư ký Hội đồng trước ngày 25/9.
        - Phát động phong trào “Mỗi ngày một việc tử tế”.
        * Tháng 10, 11/2023
        - Hội giảng chào mừng 41 năm Ngày Nhà giáo Việt Nam (20/11/1982 - 20/11/2023).
        * Tháng 12/2023
        - Đề nghị khen học sinh đạt giải cấp thành phố (nếu có).
        * Tháng 01/2024
        - Sơ kết học kỳ I; nộp báo cáo về Phòng Giáo dục và Đào tạo chậm nhất ngày 15/01.
        * Tháng 02 - 3/2024
        - Chấm sáng kiến cấp trường.
        * Tháng 4/2024
        - Kiểm tra hồ sơ thi đua của các tổ.
        * Tháng 5/2024
        - Bình xét thi đua cuối năm; gửi hồ sơ về Phòng Giáo dục và Đào tạo trước ngày 31/5.
        - Tổng kết phong trào “Mỗi ngày một việc tử tế”.
        III. Tổ chức thực hiện
        - Hiệu trưởng chỉ đạo chung; Phó Hiệu trưởng phụ trách theo dõi.
        - Công đoàn, Đoàn - Đội phát động trong đoàn viên, học sinh.
        - Tổ trưởng chuyên môn bình xét dân chủ, công khai.
        Trên đây là Kế hoạch của nhà trường, các bộ phận nghiêm túc thực hiện./."""
    )
    paper.side_by_side(
        """Nơi nhận:
        - Phòng GD&ĐT (b/c);
        - Các tổ, bộ phận;
        - Website trường;
        - Lưu: VT.""",
        """HIỆU TRƯỞNG
        Lâm Thị Thu Cúc""",
    )
    return paper


def benh_vien() -> Paper:
    paper = Paper()
    paper.on_its_side()
    paper.side_by_side(
        """SỞ Y TẾ TỈNH ĐÔNG HẢI
        BỆNH VIỆN ĐA KHOA KHU VỰC CỬA LẠCH
        Số 145/KH-BVĐKKV""",
        """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        Cửa Lạch, ngày 05 tháng 4 năm 2024""",
    )
    paper.lines("KẾ HOẠCH\nThi đua, khen thưởng năm 2024", bold=True)
    paper.lines(
        """Thực hiện Kế hoạch số 1204/KH-SYT ngày 22/3/2024 của Sở Y tế, \
        Bệnh viện Đa khoa khu vực Cửa Lạch xây dựng kế hoạch thi đua, khen thưởng như sau:
        I. Mục tiêu
        Giữ vững danh hiệu “Tập thể lao động xuất sắc”.
        II. Nội dung và tiến độ"""
    )
    paper.table(
        ["STT", "Thời gian", "Nội dung", "Người/bộ phận chịu trách nhiệm", "Bộ phận phối hợp"],
        [
            [
                "1",
                "Tháng 4",
                "Triển khai kế hoạch đến các khoa, phòng",
                "Phòng Tổ chức - Hành chính",
                "Các khoa, phòng",
            ],
            [
                "2",
                None,
                "Các khoa, phòng nộp bản đăng ký thi đua, hạn cuối ngày 26/4",
                "Trưởng các khoa, phòng",
                "Phòng Tổ chức - Hành chính",
            ],
            ["3", "Tháng 5", "Hội thi tay nghề điều dưỡng", "Phòng Điều dưỡng", "Công đoàn; Đoàn Thanh niên"],
            [
                "4",
                "Tháng 6",
                "Sơ kết 6 tháng, khen thưởng đột xuất (nếu có)",
                "Hội đồng Thi đua - Khen thưởng",
                "Phòng Tài chính - Kế toán",
            ],
            [
                "5",
                "Tháng 8 - 9",
                "Nghiệm thu đề tài, sáng kiến cấp cơ sở",
                "Hội đồng Khoa học",
                "Phòng Kế hoạch tổng hợp",
            ],
            [
                "6",
                "Quý IV",
                "Bình xét thi đua tại các khoa, phòng, xong trước ngày 20/11",
                "Trưởng các khoa, phòng",
                "",
            ],
            [
                "7",
                None,
                "Họp Hội đồng xét danh hiệu, gửi hồ sơ về Sở Y tế trước ngày 30/11/2024",
                "Hội đồng Thi đua - Khen thưởng",
                "Phòng Tổ chức - Hành chính",
            ],
            ["8", "Hằng tháng", "Chấm điểm, bình bầu A, B, C", "Trưởng các khoa, phòng", ""],
        ],
    )
    paper.lines(
        """III. Tổ chức thực hiện
        - Phòng Tổ chức - Hành chính đôn đốc, tổng hợp báo cáo Giám đốc.
        - Phòng Tài chính - Kế toán bảo đảm kinh phí."""
    )
    paper.side_by_side(
        """Nơi nhận:
        - Sở Y tế (để b/c);
        - Đảng ủy, BGĐ;
        - Các khoa, phòng;
        - Lưu: VT, TCHC.""",
        """GIÁM ĐỐC
        BSCKII. Thạch Văn Răng""",
    )
    return paper


def so_giao_thong() -> Paper:
    paper = Paper()
    paper.side_by_side(
        """UBND TỈNH NAM LĨNH
        SỞ GIAO THÔNG VẬN TẢI
        Số: 940/KH-SGTVT""",
        """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        Nam Lĩnh, ngày 18 tháng 3 năm 2024""",
    )
    paper.lines("KẾ HOẠCH\nCông tác thi đua, khen thưởng ngành Giao thông vận tải năm 2024", bold=True)
    paper.lines(
        """Căn cứ Kế hoạch số 64/KH-UBND ngày 07 tháng 3 năm 2024 của UBND tỉnh;
        Sở Giao thông vận tải ban hành Kế hoạch như sau:
        1. MỤC ĐÍCH
        Thi đua hoàn thành các tuyến đường liên xã đúng hẹn với Nhân dân.
        2. NỘI DUNG"""
    )
    paper.table(
        ["Thời gian", "Nội dung thực hiện"],
        [
            ["Quý I", "- Ký giao ước thi đua khối xây lắp.\n- Đăng ký công trình thi đua trước ngày 31/3."],
            ["Quý II", "- Phát động phong trào “Đường thông, lòng dân thuận”.\n- Sơ kết 6 tháng đầu năm."],
            ["Quý III", "- Kiểm tra các ban quản lý dự án.\n- Khen thưởng đột xuất trên công trường (nếu có)."],
            ["Quý IV", "- Chấm điểm, bình xét thi đua.\n- Tổng kết năm, chậm nhất ngày 25/12/2024."],
        ],
    )
    paper.lines(
        """3. TỔ CHỨC THỰC HIỆN
        a) Văn phòng Sở: đôn đốc, tổng hợp.
        b) Các phòng, ban quản lý dự án: báo cáo 6 tháng trước ngày 10/6, báo cáo năm trước ngày 01/12."""
    )
    paper.side_by_side(
        """Nơi nhận:
        - UBND tỉnh;
        - Các phòng, ban;
        - Lưu: VT, VP.""",
        """KT. GIÁM ĐỐC
        PHÓ GIÁM ĐỐC
        Phùng Quang Sáng""",
    )
    return paper
