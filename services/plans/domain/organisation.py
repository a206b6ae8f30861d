"""Units and clusters through time: what a reorganisation may do, and who belongs where on a day."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise

from shared.api.organisation import Reorganisation
from shared.errors import NotFound, Refused, SomeoneWasFaster

INTER_PROVINCIAL = "lien_tinh"
CLUSTER_KIND_LABELS = {
    "cum": "Cụm thi đua",
    "khoi": "Khối thi đua",
    INTER_PROVINCIAL: "Cụm thi đua liên tỉnh",
}


class UnitUnknown(NotFound):
    """No unit has this id."""

    def __init__(self, ids: Iterable[str]) -> None:
        super().__init__("Không tìm thấy đơn vị.", details=tuple(ids))


class ClusterUnknown(NotFound):
    """No cluster or block has this id."""

    message = "Không tìm thấy cụm, khối thi đua."


class ClusterExists(Refused):
    """A cluster's id is given once."""

    status = 409
    message = "Mã cụm, khối thi đua này đã có."


class ReorganisationImpossible(Refused):
    """The act contradicts the register; every contradiction is named."""

    message = "Phương án sắp xếp đơn vị có mâu thuẫn nên chưa thực hiện."


class NotPreviewed(Refused):
    """An act is carried out as it was previewed."""

    message = "Vui lòng xem trước tác động của phương án rồi xác nhận."


class PreviewOutdated(SomeoneWasFaster):
    """What the preview showed has changed since."""

    message = "Dữ liệu đã thay đổi sau khi xem trước. Vui lòng xem trước lại rồi xác nhận."


class CompositionImpossible(Refused):
    """The change contradicts the composition of that day; every contradiction is named."""

    message = "Không điều chỉnh được thành phần cụm, khối thi đua."


class BeforeTheLastChange(Refused):
    """History is added to at its end."""

    message = "Ngày có hiệu lực không được trước lần thay đổi gần nhất."


class NobodyLeads(Refused):
    """Head and deputy are two members of the cluster."""

    message = "Cụm trưởng, cụm phó (khối trưởng, khối phó) phải là hai thành viên của cụm, khối."


class NotTheClustersHead(Refused):
    """Only the officers of the cluster's head or deputy do this, and nobody for their own unit."""

    status = 403
    message = "Chỉ cán bộ của cụm trưởng, cụm phó (khối trưởng, khối phó) hoặc Sở Nội vụ thực hiện được việc này."


class NotYourOwn(Refused):
    """Nobody checks the scores of their own unit."""

    status = 403
    message = "Đơn vị không tự kiểm tra điểm của mình."


@dataclass(frozen=True, slots=True)
class Known:
    """A unit as the register knows it."""

    unit_id: str
    name: str
    valid_from: date
    valid_to: date | None
    cluster_id: str | None

    def is_valid(self, on: date) -> bool:
        """Return whether the unit exists on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Membership:
    """That a unit belongs to a cluster, from a day to a day, both included (thành phần cụm, khối)."""

    unit_id: str
    cluster_id: str
    valid_from: date
    valid_to: date | None = None

    def covers(self, on: date) -> bool:
        """Return whether the membership holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def day_before(day: date) -> date:
    """Return the last day of what was, when the new begins on *day*."""
    return day - timedelta(days=1)


def day_of_year(year: int, today: date) -> date:
    """Return the day whose composition counts for a year: today within it, else its nearest day."""
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


def fingerprint(versions: Mapping[str, int], act: Reorganisation) -> str:
    """Return what a preview rests on, so that a confirmation of something else is noticed."""
    seen = ",".join(f"{unit_id}:{version}" for unit_id, version in sorted(versions.items()))
    return sha256(f"{seen}|{act.model_dump_json(exclude={'fingerprint'})}".encode()).hexdigest()[:32]


def named(act: Reorganisation) -> set[str]:
    """Return the id of every unit an act speaks of."""
    ended = {unit_id for one in act.ended for unit_id in (one.unit_id, *one.successor_ids)}
    begun = {unit_id for one in act.begun for unit_id in (one.unit_id, *one.predecessor_ids)}
    return ended | begun | {one.unit_id for one in act.renamed}


def successions(act: Reorganisation) -> tuple[tuple[str, str], ...]:
    """Return each predecessor with each of its successors, named from either side."""
    forward = [(one.unit_id, successor) for one in act.ended for successor in one.successor_ids]
    backward = [(predecessor, one.unit_id) for one in act.begun for predecessor in one.predecessor_ids]
    return tuple(dict.fromkeys([*forward, *backward]))


def heirs_of(act: Reorganisation) -> dict[str, tuple[str, ...]]:
    """Return who takes over from each unit, of those somebody takes over from."""
    found: dict[str, tuple[str, ...]] = {}
    for before, after in successions(act):
        found[before] = (*found.get(before, ()), after)
    return found


def sole_heirs(act: Reorganisation) -> dict[str, str]:
    """Return the unit that alone takes over from another."""
    return {before: after[0] for before, after in heirs_of(act).items() if len(after) == 1}


def contradictions(act: Reorganisation, known: Mapping[str, Known], clusters: Collection[str]) -> Iterator[str]:
    """Yield a sentence for everything that forbids an act; *clusters* are those that exist on its first day."""
    begun = {one.unit_id for one in act.begun}
    ended = {one.unit_id for one in act.ended}
    if not (begun or ended or act.renamed):
        yield "Phương án chưa có nội dung sắp xếp."
    if act.decided_on > act.effective_on:
        yield "Ngày có hiệu lực không được trước ngày quyết định."
    yield from _repeated(act)
    yield from (f"Mã đơn vị “{unit_id}” đã có." for unit_id in sorted(begun & known.keys()))
    yield from (f"Không tìm thấy đơn vị “{unit_id}”." for unit_id in sorted(named(act) - begun - known.keys()))
    last_day = day_before(act.effective_on)
    changed = sorted((ended | {one.unit_id for one in act.renamed}) & known.keys())
    yield from (
        f"{known[unit_id].name} không còn hoặc chưa hoạt động vào ngày {last_day:%d/%m/%Y}."
        for unit_id in changed
        if not known[unit_id].is_valid(last_day)
    )
    yield from (
        f"Đơn vị kế thừa “{successor}” cũng chấm dứt hoạt động."
        for successor in sorted({successor for _, successor in successions(act)} & ended)
    )
    yield from (
        f"{one.name}: không có cụm, khối “{one.cluster_id}” vào ngày {act.effective_on:%d/%m/%Y}."
        for one in act.begun
        if one.cluster_id is not None and one.cluster_id not in clusters
    )


def overlapping(memberships: Iterable[Membership]) -> tuple[tuple[Membership, Membership], ...]:
    """Return every two memberships of one unit that share a day."""
    by_unit: dict[str, list[Membership]] = {}
    for one in memberships:
        by_unit.setdefault(one.unit_id, []).append(one)
    pairs: list[tuple[Membership, Membership]] = []
    for held in by_unit.values():
        held.sort(key=lambda one: one.valid_from)
        pairs += [(earlier, later) for earlier, later in pairwise(held) if earlier.covers(later.valid_from)]
    return tuple(pairs)


def rotation(members: Sequence[str], last_led: Mapping[str, int]) -> tuple[str, ...]:
    """Return the members in the order in which they should lead next: who never did, then who did longest ago."""
    return tuple(sorted(members, key=lambda unit_id: (last_led.get(unit_id, 0), members.index(unit_id))))


def _repeated(act: Reorganisation) -> Iterator[str]:
    lists = ([one.unit_id for one in act.ended], [one.unit_id for one in act.begun])
    listed = [*lists[0], *lists[1], *(one.unit_id for one in act.renamed)]
    yield from (f"Đơn vị “{unit_id}” bị nêu hai lần." for unit_id, times in Counter(listed).items() if times > 1)
