"""Word files as they lie on people's disks: tracked changes, line breaks, content controls, running heads, annexes."""

from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.corpus.word import Paper, run

BY = 'w:id="1" w:author="VP" w:date="2024-01-05T08:00:00Z"'


def _raw(paper: Paper, markup: str) -> None:
    paper.document.add_paragraph()._p.append(parse_xml(markup))


def word_dang_sua() -> Paper:
    paper = Paper()
    section = paper.document.sections[0]
    section.header.paragraphs[0].text = "Kế hoạch TĐKT 2024 - Cục Hải quan tỉnh Đông Hải"
    section.footer.paragraphs[0].text = "Trang 1/3"
    paper.side_by_side(
        """TỔNG CỤC HẢI QUAN
        CỤC HẢI QUAN TỈNH ĐÔNG HẢI
        Số: 66/KH-HQĐH""",
        """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        Đông Hải, ngày 24 tháng 01 năm 2024""",
    )
    paper.lines("KẾ HOẠCH\nCông tác thi đua, khen thưởng năm 2024 của Cục Hải quan tỉnh Đông Hải", bold=True)
    paper.lines(
        """Căn cứ Quyết định số 2150/QĐ-TCHQ ngày 29/9/2023 của Tổng cục trưởng Tổng cục Hải quan;
        Cục Hải quan tỉnh Đông Hải ban hành Kế hoạch:
        I. MỤC ĐÍCH
        Thi đua rút ngắn thời gian thông quan, giữ liêm chính hải quan.
        II. NỘI DUNG
        1. Quý I"""
    )
    broken = paper.document.add_paragraph("- Ký giao ước thi đua giữa các chi cục.")
    broken.add_run().add_break()
    broken.add_run("- Đăng ký danh hiệu thi đua, gửi Tổng cục trước ngày 31/3/2024.")
    paper.lines("2. Quý II")
    changed = paper.document.add_paragraph("- Sơ kết phong trào “Thông quan nhanh, phục vụ chuẩn” trước ngày ")._p
    struck = "<w:r><w:delText>30/6</w:delText></w:r>"
    changed.append(parse_xml(f"<w:del {nsdecls('w')} {BY}>{struck}</w:del>"))
    changed.append(parse_xml(f"<w:ins {nsdecls('w')} {BY}>{run('20/6')}</w:ins>"))
    _raw(paper, f"<w:ins {nsdecls('w')} {BY}>{run('- Biểu dương công chức bắt giữ hàng cấm (nếu có).')}</w:ins>")
    paper.lines("3. Quý III")
    control = run("- Kiểm tra chéo việc chấm điểm thi đua giữa các chi cục.")
    content = f"<w:sdtContent><w:p>{control}</w:p></w:sdtContent>"
    paper.document.element.body.insert(-1, parse_xml(f"<w:sdt {nsdecls('w')}>{content}</w:sdt>"))
    paper.lines("4. Quý IV")
    target = f'<w:hyperlink {nsdecls("w")} w:anchor="mau">{run("Mẫu số 05")}</w:hyperlink>'
    linked = paper.document.add_paragraph("- Các chi cục lập bảng chấm điểm theo ")
    linked._p.append(parse_xml(target))
    linked.add_run(", gửi Phòng Tổ chức cán bộ chậm nhất ngày 10/12.")
    paper.lines(
        """-\tTổng kết năm 2024; trình khen thưởng trước ngày 15/01/2025.
        III. TỔ CHỨC THỰC HIỆN
        1. Phòng Tổ chức cán bộ đôn đốc, tổng hợp.
        2. Các chi cục gửi báo cáo 6 tháng trước ngày 05/6, báo cáo năm trước ngày 05/12."""
    )
    paper.side_by_side(
        """Nơi nhận:
        - Tổng cục Hải quan (b/c);
        - UBND tỉnh (b/c);
        - Các chi cục;
        - Lưu: VT, TCCB.""",
        """CỤC TRƯỞNG
        Doãn Thị Mỹ Hạnh""",
    )
    return paper


def ma_tran() -> Paper:
    paper = Paper()
    paper.on_its_side()
    paper.side_by_side(
        """UBND TỈNH BẮC LÂM
        SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG
        Số: 512/KH-STNMT""",
        """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        Bắc Lâm, ngày 01 tháng 02 năm 2024""",
    )
    paper.lines("KẾ HOẠCH\nCông tác thi đua, khen thưởng năm 2024", bold=True)
    paper.lines(
        """Căn cứ Kế hoạch số 04/KH-UBND ngày 05/01/2024 của UBND tỉnh;
        Sở Tài nguyên và Môi trường xây dựng Kế hoạch với các nội dung trong bảng dưới đây:
        I. NỘI DUNG VÀ TIẾN ĐỘ"""
    )
    paper.table(
        ["TT", "Nội dung", "Đơn vị chủ trì", "Quý I", "Quý II", "Quý III", "Quý IV"],
        [
            ["1", "Ký giao ước thi đua toàn ngành", "Văn phòng Sở", "x", "", "", ""],
            ["2", "Kiểm tra công tác thi đua tại các chi nhánh", "Thanh tra Sở", "", "x", "x", ""],
            ["3", "Viết tin, bài về gương điển hình", "Trung tâm Công nghệ thông tin", "x", "x", "x", "x"],
            ["4", "Xét sáng kiến cấp Sở (nếu có)", "Hội đồng Sáng kiến", "", "", "x", ""],
            ["5", "Bình xét, chấm điểm cuối năm", "Văn phòng Sở", "", "", "", "x"],
        ],
    )
    paper.lines(
        """II. TỔ CHỨC THỰC HIỆN
        - Các phòng, đơn vị gửi kế hoạch về Văn phòng Sở trước ngày 20/02/2024, gửi báo cáo năm trước ngày 30/11/2024.
        - Văn phòng Sở kiểm tra, đôn đốc."""
    )
    paper.side_by_side(
        """Nơi nhận:
        - UBND tỉnh;
        - Các phòng, đơn vị;
        - Lưu: VT.""",
        """GIÁM ĐỐC
        Hoàng A Tủa""",
    )
    return paper


def phu_luc() -> Paper:
    paper = Paper()
    paper.side_by_side(
        """ỦY BAN NHÂN DÂN
        PHƯỜNG TÂN LẬP
        Số: 19/KH-UBND""",
        """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        Tân Lập, ngày 12 tháng 01 năm 2026""",
    )
    paper.lines("KẾ HOẠCH\nCông tác thi đua, khen thưởng phường Tân Lập năm 2026", bold=True)
    paper.lines(
        """Thực hiện Kế hoạch số 301/KH-UBND ngày 29 tháng 12 năm 2025 của Ủy ban nhân dân tỉnh, \
        Ủy ban nhân dân phường Tân Lập ban hành Kế hoạch như sau:
        I. Mục đích
        - Thi đua gắn với chuyển đổi số và dịch vụ công trực tuyến.
        II. Nhiệm vụ
        Các nhiệm vụ cụ thể nêu tại Phụ lục kèm theo Kế hoạch này.
        III. Tổ chức thực hiện
        1. Phòng Văn hóa - Xã hội tham mưu, theo dõi.
        2. Các khu phố, trường học báo cáo 6 tháng trước ngày 25/5 và báo cáo năm trước ngày 25/11 về \
        Phòng Văn hóa - Xã hội."""
    )
    paper.side_by_side(
        """Nơi nhận:
        - UBND tỉnh;
        - Sở Nội vụ;
        - Các khu phố;
        - Lưu: VT.""",
        """TM. ỦY BAN NHÂN DÂN
        CHỦ TỊCH
        Lê Phan Quỳnh""",
    )
    paper.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    paper.lines(
        """PHỤ LỤC
        Nhiệm vụ công tác thi đua, khen thưởng năm 2026
        (Kèm theo Kế hoạch số 19/KH-UBND ngày 12/01/2026 của UBND phường Tân Lập)""",
        bold=True,
    )
    paper.table(
        ["STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan thực hiện", "Thời hạn hoàn thành"],
        [
            ["1", "Phát động phong trào “Phường số, khu phố số”", "Kế hoạch", "Phòng Văn hóa - Xã hội", "Quý I/2026"],
            [
                "2",
                "Kiện toàn Hội đồng Thi đua - Khen thưởng",
                "Quyết định",
                "Văn phòng HĐND và UBND",
                "Trước 31/01/2026",
            ],
            ["3", "Sơ kết 6 tháng đầu năm", "Báo cáo", "Phòng Văn hóa - Xã hội", "Trước 15/6/2026"],
            [
                "4",
                "Xét khen hộ kinh doanh nộp thuế tốt (nếu có)",
                "Tờ trình",
                "Phòng Kinh tế, Hạ tầng và Đô thị",
                "Tháng 10/2026",
            ],
            ["5", "Tổng kết công tác năm", "Báo cáo", "Phòng Văn hóa - Xã hội", "Chậm nhất 10/12/2026"],
        ],
    )
    return paper
