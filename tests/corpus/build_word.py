"""Makes the corpus's Word files anew: `python -m tests.corpus.build_word`."""

from tests.corpus.expected import PLANS
from tests.corpus.sources.city import thanh_pho
from tests.corpus.sources.departments import so_y_te, word_danh_so
from tests.corpus.sources.district import huyen_bang, khoi_thi_dua
from tests.corpus.sources.live import ma_tran, phu_luc, word_dang_sua
from tests.corpus.sources.papers import bien_ban, thong_bao
from tests.corpus.sources.school import benh_vien, so_giao_thong, truong_hoc
from tests.corpus.sources.unusual import cot_muoi_hai_thang, o_thoi_gian_gop, phu_luc_ngang, tieu_de_dam

PAPERS = (
    huyen_bang,
    khoi_thi_dua,
    word_danh_so,
    so_y_te,
    truong_hoc,
    benh_vien,
    so_giao_thong,
    word_dang_sua,
    ma_tran,
    thanh_pho,
    phu_luc,
    thong_bao,
    bien_ban,
    tieu_de_dam,
    o_thoi_gian_gop,
    cot_muoi_hai_thang,
    phu_luc_ngang,
)

if __name__ == "__main__":
    for paper in PAPERS:
        paper().document.save(str(PLANS / f"{paper.__name__.replace('_', '-')}.docx"))
