"""Every word a case may use, by how it reads without case and diacritics, and what was probably meant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from services.nominations.rules import Catalogue
from services.nominations.rules.casebook.spelling import award_key, fold, glued, named
from services.nominations.rules.casebook.values import Unreadable

CLOSE = 0.75
"""How alike two words must be for one to be offered for the other."""

MODE_WORDS = {
    "công trạng": "merit",
    "thường xuyên": "merit",
    "chuyên đề": "thematic",
    "theo đợt": "thematic",
    "đợt": "thematic",
    "phong trào": "thematic",
    "cống hiến": "dedication",
    "kháng chiến": "resistance",
    "chuyên đề, đợt": "thematic",
}
GROUP_WORDS = {"cán bộ": "official", "công chức": "official", "viên chức": "official", "trí thức": "intellectual"}
STREAM_WORDS = {
    "GD&ĐT": "education",
    "GDĐT": "education",
    "giáo dục": "education",
    "giáo dục và đào tạo": "education",
    "KT-XH": "general",
    "chung": "general",
    "khác": "general",
}
HOLD_WORDS = {
    "xem xét kỷ luật": "discipline_review",
    "kỷ luật": "discipline_review",
    "đang xem xét kỷ luật": "discipline_review",
    "khởi tố": "prosecution",
    "điều tra": "prosecution",
    "truy tố": "prosecution",
    "xét xử": "prosecution",
    "thanh tra": "inspection",
    "kiểm tra": "inspection",
    "kiểm toán": "inspection",
    "khiếu nại": "complaint",
    "tố cáo": "complaint",
    "khiếu nại, tố cáo": "complaint",
    "đơn thư": "complaint",
    "báo chí": "press",
}
RATING_WORDS = {
    "xuất sắc": "HTXSNV",
    "tốt": "HTTNV",
    "hoàn thành": "HTNV",
    "không hoàn thành": "KHTNV",
    "HTXS": "HTXSNV",
    "HTT": "HTTNV",
    "HT": "HTNV",
    "KHT": "KHTNV",
}
LEVEL_WORDS = {
    "coso": "grassroots",
    "cs": "grassroots",
    "grassroots": "grassroots",
    "capcoso": "grassroots",
    "tinh": "province",
    "bo": "province",
    "captinh": "province",
    "capbo": "province",
    "province": "province",
    "toanquoc": "nation",
    "captoanquoc": "nation",
    "nation": "nation",
    "tq": "nation",
}
SUBJECT_WORDS = {"gia đình": "household", "hộ": "household", "đơn vị": "collective", "người": "individual"}


@dataclass(frozen=True)
class Words:
    """Every word a case may use, by how it reads without case and diacritics."""

    rules: Catalogue

    @cached_property
    def awards(self) -> Mapping[str, str]:
        """Return codes of awards by their codes, names and abbreviations."""
        known = self.rules.award_names
        pairs = [(code, code) for code in known] + [(name, code) for code, name in known.items()]
        pairs += [(alias, code) for code, aliases in self.rules.words.aliases.items() for alias in aliases]
        return {key(text): code for key in (award_key, glued) for text, code in pairs}

    def award(self, text: str) -> str | None:
        """Return the code of the award *text* names, in full or in short."""
        return self.awards.get(glued(text)) or self.awards.get(award_key(text))

    def like_award(self, text: str) -> str:
        """Return a remark with the awards whose names read much like *text*."""
        known = self.rules.award_names
        aliases = (alias for code, words in self.rules.words.aliases.items() if code in known for alias in words)
        return near(text, (*known.values(), *aliases))

    @cached_property
    def facts(self) -> Mapping[str, str]:
        """Return names of facts by their names, labels and aliases."""
        known = self.rules.words.facts
        written = [fact for one in self.rules.rulesets for award in one.awards for fact in award.facts.items()]
        pairs = [
            (text, name) for name, fact in (*written, *known.items()) for text in (name, fact.label, *fact.aliases)
        ]
        return {glued(text): name for text, name in pairs}

    @cached_property
    def kinds(self) -> Mapping[str, Any]:
        """Return the kind of answer of each fact."""
        known = {
            name: fact for one in self.rules.rulesets for award in one.awards for name, fact in award.facts.items()
        }
        return {**known, **self.rules.words.facts}

    def coded(self, table: Mapping[str, str], text: str, what: str, more: Mapping[str, str] | None = None) -> str:
        """Return the code *text* stands for in *table*; Unreadable names those there are."""
        pairs = {glued(word): code for code, label in table.items() for word in (code, label)}
        pairs |= {glued(word): code for word, code in (more or {}).items()}
        code = named(text, pairs)
        if code is None:
            raise Unreadable(f"{what}: không hiểu “{text}”; có: {', '.join(table.values())}")
        return code


def near(text: str, known: Iterable[str]) -> str:
    """Return a remark with those of *known* that read much like *text*; empty where there are none."""
    folded = {fold(word): word for word in known}
    close = get_close_matches(fold(text), folded, n=3, cutoff=CLOSE)
    return f"; có phải: {', '.join(dict.fromkeys(folded[one] for one in close))}" if close else ""
