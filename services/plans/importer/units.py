"""Finds who leads a task and who helps, and takes a list of units apart."""

import re

from services.plans.importer.acts import ACTS, subject
from services.plans.importer.source.letters import fold

BODIES = (
    r"(?:van phong|so(?! hoa)|phong(?!,? chong| trao)|ban(?! hanh)|hoi(?! nhap| nghi| thi\b| thao| giang| dien)|"
    r"hiep hoi|lien doan|lien minh|lien hiep|dai|bao(?! ve| ton| dam| cao)|tap chi|bo(?! phan)|cong an|ubnd|"
    r"uy ban|hdnd|mat tran|trung tam|truong|doan(?! vien)|doi(?! ngoai| voi| moi)|cong doan|kho bac|chi cuc|cuc|"
    r"vien|toa|thanh tra|to(?! chuc)|khoi|cum|khoa(?! hoc)|bch|btv|huyen doan|tinh doan|thanh doan|tinh uy|"
    r"huyen uy|thanh uy|dang uy|ngan hang|benh vien|bao hiem|cong ty|tong cong ty|tap doan|nha may|xi nghiep|"
    r"doanh nghiep|chi nhanh|hat|hop tac xa|buu dien|thu vien|bao tang|hoc vien|tram|bo phan|chi bo|"
    r"cong thong tin|thuong truc|co quan thuong truc)"
)
PLACES = r"(?:thanh pho|huyen|thi xa|xa(?! hoi)|phuong|thi tran|nganh)"
PERSONS = (
    r"(?:hieu truong|pho hieu truong|giam doc|pho giam doc|ke toan|giao vien|thu ky|chu tich|pho chu tich|cong chuc|"
    r"can bo)"
)
ONE = rf"(?:{BODIES}|{PLACES}|{PERSONS})"
MANY = r"(?:cac|tat ca|nhung|lanh dao|thu truong|toan the|cac co quan)"
UNIT = rf"(?:{ONE}|{MANY}|co quan|don vi)\b"
NEXT = re.compile(rf",\s+(?:va\s+)?(?=(?:{ONE}|{MANY})\b)|\s+va\s+(?=(?:{ONE}|{MANY})\b)")
LONGEST_NAME = 120
HARD = re.compile(r"\s*[;\n•]\s*")
ITEM = re.compile(r"^(?:[-–—+*•]\s*|\d{1,2}[.)]\s+)")
LEADS = re.compile(
    rf"(?:^|\b(?:giao|do|phan cong)(?: cho)?\s|[;.,(:]\s*|\s-\s)(?P<lead>{UNIT}[^;:.()]{{0,90}}?)(?:,)?\s+"
    r"(?:la (?:co quan|don vi) |co trach nhiem |lam dau moi,? )?(?:chu tri|lam dau moi|chiu trach nhiem chinh)\b"
    r"(?:[^;.()]*?\bphoi hop (?:voi |cung )?(?P<support>[^;.()]{3,200}?)"
    r"(?=,? (?:to chuc|thuc hien|tham muu|trien khai|xay dung|huong dan|kiem tra|theo doi|ra soat)\b|[;.)]|$))?"
)
HELPS = re.compile(rf"(?:[,;]|\bva)\s+(?P<support>{UNIT}[^;:.()]{{0,150}}?)\s+phoi hop\b")
GIVEN = re.compile(
    rf"\b(?:giao|phan cong)(?: cho)?\s+(?P<lead>{UNIT}[^;:.()]{{0,90}}?)\s+(?:tham muu|thuc hien|xay dung|theo doi|"
    r"tong hop|huong dan|to chuc|trien khai|chuan bi|soan thao)\b"
)
ALONE = re.compile(rf"(?:^|[.;]\s+)(?:giao|phan cong)(?: cho)?\s+(?P<lead>{UNIT}[^;:.()]{{0,90}}?)\s*(?=[.;]|$)")
IN_BRACKETS = re.compile(
    rf"\((?:giao\s+)?(?P<lead>{UNIT}[^;:.()]{{0,90}}?)\s+(?:tham muu|thuc hien|phu trach|dau moi|lam dau moi)\)"
)
CLOSES = re.compile(rf"[.;]\s+(?P<lead>{UNIT}[^;:.()]{{0,90}}?)\s+(?:tham muu|phu trach|dau moi)\s*(?=[.;]|$)")
CODED = re.compile(r"\((?:do\s+)?(?P<lead>[^;:.(),]{2,60}?)\s+chu tri\b")


def take_apart(text: str) -> tuple[str, ...]:
    """Return the units of a list; a comma inside a name (Sở Văn hóa, Thể thao và Du lịch) parts nothing."""
    found = []
    for piece in HARD.split(text):
        bare = ITEM.sub("", piece.strip())
        found += _names(bare)
    return tuple(name for each in found if (name := each.strip(" .,-;")))


def in_sentence(text: str) -> tuple[str | None, str]:
    """Return who leads and who helps where a sentence says so (Sở A chủ trì, phối hợp với Sở B tham mưu …)."""
    folded = fold(text)
    found = (
        match for pattern in (LEADS, GIVEN, ALONE, IN_BRACKETS, CLOSES, CODED) for match in pattern.finditer(folded)
    )
    said = next((match for match in found if _begins_a_name(text, match.start("lead"))), None)
    if said is None:
        return None, ""
    lead = text[slice(*said.span("lead"))].strip()
    helped = said if said.groupdict().get("support") else HELPS.search(folded, said.end("lead"))
    return lead, text[slice(*helped.span("support"))].strip() if helped else ""


def _begins_a_name(text: str, place: int) -> bool:
    return text[place].isupper() or re.match(rf"{MANY}\b", fold(text[place:])) is not None


def is_a_unit(text: str) -> bool:
    """Tell whether a heading names nothing but a unit or several."""
    bare = text.strip(" :.;")
    named = re.match(rf"(?:cac )?(?:{ONE}|co quan|don vi)\b", fold(bare)) is not None
    return named and len(bare) < LONGEST_NAME and bare[:1].isupper() and _is_all_name(bare)


def _is_all_name(text: str) -> bool:
    """Tell whether nothing is said to be done; an act that ends a name belongs to it (Chi cục Giám định xây dựng)."""
    name = subject(f"{text}:") or text
    return text[len(name) :].strip() in {"", *ACTS}


def _names(text: str) -> list[str]:
    """Cut before each unit that begins with a capital; "các" may begin one in small letters."""
    folded, cuts = fold(text), []
    for match in NEXT.finditer(folded):
        begins = text[match.end() :]
        if begins[:1].isupper() or re.match(MANY + r"\b", folded[match.end() :]):
            inside = text.count("(", 0, match.start()) > text.count(")", 0, match.start())
            shared = re.search(r"\bhdnd$", folded[: match.start()]) and folded[match.end() :].startswith("ubnd")
            if not inside and not shared:
                cuts.append(match)
    edges = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(text)]
    return [text[start:end] for start, end in zip(*edges, strict=True)]
