"""Word files of habits of their own: headings that are only bold, shared cells, a month in each column, an annex."""

from tests.corpus.word import Paper

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def tieu_de_dam() -> Paper:
    paper = Paper()
    paper.side_by_side(
        "SỞ Y TẾ TỈNH LAM KINH\nTRUNG TÂM KIỂM SOÁT BỆNH TẬT\nSố: 87/KH-KSBT",
        f"{NATION}Lam Kinh, ngày 11 tháng 01 năm 2024",
    )
    paper.lines("KẾ HOẠCH\nCông tác thi đua, khen thưởng năm 2024", bold=True)
    paper.lines("Căn cứ Kế hoạch số 02/KH-SYT ngày 03/01/2024 của Sở Y tế về công tác thi đua, khen thưởng;")
    paper.lines("Trung tâm Kiểm soát bệnh tật lập kế hoạch như sau:")
    paper.lines("Mục đích", bold=True)
    paper.lines("Viên chức, người lao động hăng hái thi đua, giữ gìn y đức.")
    paper.lines("Nội dung thi đua", bold=True)
    paper.lines("Quý I", bold=True)
    paper.lines("Đăng ký danh hiệu thi đua của các khoa, phòng trước ngày 28/02/2024.")
    paper.lines("Phát động phong trào “Phòng bệnh từ sớm”.")
    paper.lines("Quý II", bold=True)
    paper.lines("Sơ kết 6 tháng đầu năm.")
    paper.lines("Quý III", bold=True)
    paper.lines("Nghiệm thu sáng kiến cải tiến kỹ thuật.")
    paper.lines("Quý IV", bold=True)
    paper.lines("Bình xét, đề nghị khen thưởng cuối năm, gửi Sở Y tế chậm nhất ngày 15/12/2024.")
    paper.lines("Tổ chức thực hiện", bold=True)
    paper.lines("Phòng Tổ chức - Hành chính: đầu mối tổng hợp.")
    paper.lines("Các khoa, phòng: phổ biến đến từng người.")
    paper.side_by_side(
        "Nơi nhận:\n- Sở Y tế;\n- Các khoa, phòng;\n- Lưu: VT, TCHC.",
        "GIÁM ĐỐC\nCao Thị Bưởi",
    )
    return paper


def o_thoi_gian_gop() -> Paper:
    paper = Paper()
    paper.side_by_side(
        "ỦY BAN NHÂN DÂN\nHUYỆN THẠCH ĐÀN\nSố: 64/KH-UBND", f"{NATION}Thạch Đàn, ngày 26 tháng 01 năm 2024"
    )
    paper.lines("KẾ HOẠCH\nCông tác thi đua, khen thưởng huyện Thạch Đàn năm 2024", bold=True)
    paper.lines(
        """Căn cứ Luật Thi đua, khen thưởng năm 2022;
        UBND huyện ban hành Kế hoạch như sau:
        I. MỤC ĐÍCH
        Nâng chất lượng phong trào thi đua.
        II. NHIỆM VỤ CỤ THỂ"""
    )
    paper.table(
        ["Thời gian", "STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp"],
        [
            ["Quý I", "1", "Phát động thi đua toàn huyện", "Phòng Nội vụ", "Văn phòng HĐND và UBND"],
            [None, "2", "Ký giao ước thi đua các khối", "Các Trưởng khối", "Phòng Nội vụ"],
            ["Quý II", "3", "Khen thưởng vụ đông xuân", "Phòng Nông nghiệp và PTNT", "Hội Nông dân huyện"],
            [None, "4", "Sơ kết phong trào “Thạch Đàn sáng đường quê”", None, "Huyện đoàn"],
            ["Quý III", "5", "Kiểm tra phong trào tại cơ sở", "Phòng Nội vụ", "Thanh tra huyện"],
            ["Quý IV", "6", "Chấm điểm, xếp hạng các khối", "Hội đồng TĐKT huyện", ""],
            [None, "7", "Tổng kết năm, trước ngày 31/12/2024", "Phòng Nội vụ", "Các xã, thị trấn"],
        ],
    )
    paper.lines(
        """III. TỔ CHỨC THỰC HIỆN
        1. Phòng Nội vụ theo dõi, tổng hợp.
        2. Các xã, thị trấn báo cáo sơ kết trước ngày 07/6/2024, báo cáo tổng kết trước ngày 02/12/2024."""
    )
    paper.side_by_side(
        "Nơi nhận:\n- UBND tỉnh;\n- Các phòng, ban;\n- Các xã, thị trấn;\n- Lưu: VT, NV.",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nBế Quốc Toản",
    )
    return paper


def cot_muoi_hai_thang() -> Paper:
    paper = Paper()
    paper.on_its_side()
    paper.side_by_side(
        "TỔNG CÔNG TY LƯƠNG THỰC SÔNG HẬU\nXÍ NGHIỆP XAY XÁT SỐ 2\nSố: 17/KH-XN2",
        f"{NATION}Cái Sắn, ngày 05 tháng 01 năm 2024",
    )
    paper.lines("KẾ HOẠCH\nTriển khai công tác thi đua, khen thưởng năm 2024", bold=True)
    paper.lines("Căn cứ Hướng dẫn số 40/HD-TCT ngày 20/12/2023 của Tổng công ty;")
    paper.lines("I. MỤC TIÊU\nKhông để xảy ra tai nạn lao động.\nII. TIẾN ĐỘ")
    months = [f"T{month}" for month in range(1, 13)]

    def row(number: str, text: str, lead: str, *ticked: int) -> list[str]:
        return [number, text, lead, *["x" if month in ticked else "" for month in range(1, 13)]]

    paper.table(
        ["TT", "Nội dung công việc", "Phụ trách", *months],
        [
            row("1", "Ký giao ước thi đua giữa các ca", "Công đoàn", 1),
            row("2", "Bình bầu lao động giỏi", "Tổ trưởng sản xuất", 3, 6, 9, 12),
            row("3", "Hội thi thợ máy giỏi", "Phòng Kỹ thuật", 8),
            row("4", "Xét sáng kiến tiết kiệm điện (nếu có)", "Hội đồng Sáng kiến", 10, 11),
            row("5", "Tổng kết, phát thưởng", "Ban Giám đốc", 12),
        ],
    )
    paper.lines("III. TỔ CHỨC THỰC HIỆN\n- Phòng Nhân sự: theo dõi tiến độ.\n- Các tổ, ca: nộp danh sách bình bầu.")
    paper.side_by_side("Nơi nhận:\n- Tổng công ty;\n- Các tổ, ca;\n- Lưu: VT.", "GIÁM ĐỐC\nTiêu Văn Hợp")
    return paper


def phu_luc_ngang() -> Paper:
    paper = Paper()
    paper.side_by_side(
        "LIÊN MINH HỢP TÁC XÃ VIỆT NAM\nLIÊN MINH HỢP TÁC XÃ\nTỈNH ĐÔNG GIANG\nSố: 55/KH-LMHTX",
        f"{NATION}Đông Giang, ngày 07 tháng 02 năm 2024",
    )
    paper.lines("KẾ HOẠCH\nCông tác thi đua, khen thưởng trong khu vực hợp tác xã năm 2024", bold=True)
    paper.lines(
        """Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;
        Liên minh Hợp tác xã tỉnh ban hành Kế hoạch, cụ thể:
        I. MỤC ĐÍCH, YÊU CẦU
        Động viên thành viên hợp tác xã thi đua sản xuất, kinh doanh giỏi.
        II. NỘI DUNG
        Công việc, thời gian và đơn vị chủ trì nêu tại Phụ lục kèm theo Kế hoạch này.
        III. TỔ CHỨC THỰC HIỆN
        1. Văn phòng: đôn đốc tiến độ, báo cáo Ban Thường trực.
        2. Các hợp tác xã: gửi báo cáo tổng kết trước ngày 20/11/2024."""
    )
    paper.side_by_side(
        "Nơi nhận:\n- Liên minh HTX Việt Nam;\n- UBND tỉnh;\n- Các hợp tác xã;\n- Lưu: VP.",
        "TM. BAN THƯỜNG TRỰC\nCHỦ TỊCH\nÂu Dương Lễ",
    )
    paper.document.add_section()
    paper.on_its_side()
    paper.lines(
        """PHỤ LỤC
        DANH MỤC CÔNG VIỆC NĂM 2024
        (Kèm theo Kế hoạch số 55/KH-LMHTX ngày 07 tháng 02 năm 2024)"""
    )
    paper.table(
        ["Số TT", "Tên công việc", "Hoàn thành", "Người/đơn vị làm chính", "Cùng làm", "Kết quả"],
        [
            ["A", "Thi đua", "", "", "", ""],
            ["1", "Phát động thi đua", "Tháng 02/2024", "Ban Thường trực", "Các hợp tác xã", "Lễ phát động"],
            ["2", "Chấm điểm giữa năm", "Trước 05/7/2024", "Ban Kiểm tra", "Văn phòng", "Bảng điểm"],
            ["B", "Khen thưởng", "", "", "", ""],
            ["3", "Xét “Ngôi sao hợp tác xã”", "Tháng 4/2024", "Phòng Phong trào", "", "Tờ trình"],
            ["4", "Khen thưởng tổng kết năm", "Tháng 12/2024", "Văn phòng", "Phòng Phong trào", "Quyết định"],
        ],
    )
    return paper
