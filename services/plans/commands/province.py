"""Reads the province's file of clusters and units; every mistake is named with its line, in Vietnamese."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal
from unicodedata import normalize

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from services.plans.domain.organisation import INTER_PROVINCIAL
from shared.errors import Refused

Location = Sequence[int | str]

_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_EMPTY = ("", "null", "~")

Slug = Annotated[str, Field(pattern=_SLUG, max_length=80)]
Words = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(lambda text: normalize("NFC", text))]
OrNothing = BeforeValidator(lambda text: None if text in _EMPTY else text)


class ProvinceNotRead(Refused):
    """The file has mistakes; nothing of it was kept."""

    message = "Tệp danh sách đơn vị có lỗi nên chưa ghi nhận nội dung nào."


class Entry(BaseModel):
    """A line of the file; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ClusterEntry(Entry):
    """A cluster or block (cụm, khối thi đua); an inter-provincial one (lien_tinh) names the provinces in it."""

    id: Slug
    name: Words
    kind: Literal["cum", "khoi", "lien_tinh"]
    decision: Annotated[Words | None, OrNothing]
    valid_from: date
    members: tuple[Slug, ...] = ()


class ProvinceEntry(Entry):
    """A province of an inter-provincial cluster (tỉnh, thành phố); `ours` is the one this register serves."""

    id: Slug
    name: Words
    ours: bool = False
    valid_from: date


class UnitEntry(Entry):
    """A unit (đơn vị) and the cluster it belongs to."""

    id: Slug
    name: Words
    kind: Words
    cluster: Annotated[Slug | None, OrNothing]
    valid_from: date


class DeadlineRuleEntry(Entry):
    """How strictly a deadline is read: days of grace, whether a day off moves it; since when, why, how sure."""

    valid_from: date
    grace_days: int = Field(ge=0)
    moves_to_working_day: bool = False
    status: Literal["confirmed", "needs confirmation"]
    source: Words


class Province(Entry):
    """The whole file."""

    deadline_rules: tuple[DeadlineRuleEntry, ...] = ()
    provinces: tuple[ProvinceEntry, ...] = ()
    clusters: tuple[ClusterEntry, ...]
    units: tuple[UnitEntry, ...]


_MISTAKES = {
    "missing": "thiếu “{field}”.",
    "extra_forbidden": "“{field}” không có trong mẫu.",
    "string_pattern_mismatch": "“{field}” chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.",
    "string_too_short": "“{field}” không được để trống.",
    "string_too_long": "“{field}” quá dài.",
    "literal_error": "“{field}” không thuộc các giá trị cho phép.",
    "date_from_datetime_parsing": "“{field}” phải là ngày viết theo năm-tháng-ngày.",
    "int_parsing": "“{field}” phải là số nguyên.",
    "greater_than_equal": "“{field}” không được âm.",
    "bool_parsing": "“{field}” phải là true hoặc false.",
    "model_type": "mục này không đúng mẫu.",
    "tuple_type": "“{field}” phải là một danh sách.",
}


def read_province(content: bytes) -> Province:
    """Return the file's content.

    Raises ProvinceNotRead with every mistake and its line, or the first place where the file is no YAML.
    """
    loader = yaml.CBaseLoader(content)  # every scalar stays a text: no date or number is guessed
    try:
        root = loader.get_single_node()
        written = None if root is None else loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        raise ProvinceNotRead(details=[f"Dòng {line}: không đọc được, vui lòng kiểm tra dấu câu, thụt lề."]) from error
    except yaml.YAMLError as error:
        raise ProvinceNotRead(details=["Tệp không phải văn bản UTF-8."]) from error
    return _checked(root, written)


def _checked(root: yaml.Node | None, written: Any) -> Province:
    try:
        province = Province.model_validate(written)
    except ValidationError as error:
        mistakes = [(_line(root, each["loc"]), _sentence(each["type"], each["loc"])) for each in error.errors()]
    else:
        mistakes = [(_line(root, location), sentence) for location, sentence in _contradictions(province)]
        if not mistakes:
            return province
    raise ProvinceNotRead(details=[f"Dòng {line}: {sentence}" for line, sentence in sorted(mistakes)])


def _contradictions(province: Province) -> Iterator[tuple[Location, str]]:
    clusters = {cluster.id for cluster in province.clusters}
    yield from _repeated("clusters", [cluster.id for cluster in province.clusters])
    yield from _repeated("units", [unit.id for unit in province.units])
    yield from _repeated("provinces", [one.id for one in province.provinces])
    yield from _inter_provincial(province)
    inside = {cluster.id for cluster in province.clusters if cluster.kind != INTER_PROVINCIAL}
    for index, unit in enumerate(province.units):
        if unit.cluster is None or unit.cluster in inside:
            continue
        if unit.cluster in clusters:
            yield ("units", index, "cluster"), f"“{unit.cluster}” là cụm liên tỉnh, chỉ gồm các tỉnh, thành phố."
        else:
            yield ("units", index, "cluster"), f"không có cụm, khối “{unit.cluster}”."


def _inter_provincial(province: Province) -> Iterator[tuple[Location, str]]:
    provinces = {one.id for one in province.provinces}
    for index, unit in enumerate(province.units):
        if unit.id in provinces:
            yield ("units", index, "id"), f"mã “{unit.id}” đã dùng cho một tỉnh, thành phố."
    for index, cluster in enumerate(province.clusters):
        if cluster.members and cluster.kind != INTER_PROVINCIAL:
            yield ("clusters", index, "members"), "chỉ cụm liên tỉnh mới ghi “members”."
        for member in cluster.members:
            if member not in provinces:
                yield ("clusters", index, "members"), f"không có tỉnh, thành phố “{member}”."
    for index in [index for index, one in enumerate(province.provinces) if one.ours][1:]:
        yield ("provinces", index, "ours"), "chỉ một tỉnh, thành phố là của hệ thống này."


def _repeated(section: str, ids: Sequence[str]) -> Iterator[tuple[Location, str]]:
    seen: set[str] = set()
    for index, each in enumerate(ids):
        if each in seen:
            yield (section, index, "id"), f"mã “{each}” bị trùng."
        seen.add(each)


def _sentence(kind: str, location: Location) -> str:
    field = location[-1] if location else ""
    return _MISTAKES.get(kind, "“{field}” không hợp lệ.").format(field=field)


def _line(node: yaml.Node | None, location: Location) -> int:
    """Return the line of what *location* names, or of the nearest thing around it."""
    if node is None:
        return 1
    line: int = node.start_mark.line + 1
    if not location:
        return line
    inner = _inside(node, location[0])
    return line if inner is None else _line(inner, location[1:])


def _inside(node: yaml.Node, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        inner: yaml.Node = node.value[step]
        return inner
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None
