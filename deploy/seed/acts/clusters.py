"""The contest of the clusters: last year's results from self scores to the published rank, this year's pledges."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from deploy.folder import ROOT
from deploy.seed.chance import number, share
from deploy.seed.people import APPRAISER, LEADER, People, each, officer
from deploy.seed.scenes import Scene

CRITERIA = ROOT / "deploy" / "data" / "criteria-sets.json"
CRITERIA_SET = "cum-khoi-2023"
CONTESTED = ("cum-1", "cum-2", "khoi-4", "khoi-5")
"""The clusters whose contest is told; of the others only the members are known."""

LAST_YEAR, YEAR = 2022, 2023
OPENED_ON, REGISTERED_ON, SCORED_ON = date(2023, 1, 9), date(2023, 1, 16), date(2023, 2, 10)
PUBLISHED_ON = PLEDGED_ON = date(2023, 2, 17)
TARGETS_ON, LATE_TARGETS_ON = date(2023, 3, 27), date(2023, 4, 3)
SUBMITTED_ON = date(2023, 3, 3)

DUE: Mapping[int, Mapping[str, str]] = {
    LAST_YEAR: {"registration_due_on": "2023-01-16", "self_score_due_on": "2023-02-10"},
    YEAR: {"registration_due_on": "2023-03-31", "self_score_due_on": "2023-12-08"},
}
"""Last year's targets are registered when the register begins, those of the year as the plan says."""

CHANGED, LATE = 0.2, 0.15
"""The share of sheets in which a point is changed, and of units that register late."""

UNPROVEN = "Minh chứng chưa thể hiện đầy đủ kết quả so với đầu năm."
RECOUNTED = "Đối chiếu số liệu của cơ quan quản lý ngành."
GROUNDS = "Áp dụng bộ tiêu chí theo thông lệ của tỉnh, Hội đồng Thi đua - Khen thưởng tỉnh thống nhất."

PLEDGE: Mapping[str, Any] = {
    "contents": [
        "Hoàn thành và hoàn thành vượt mức các chỉ tiêu kinh tế - xã hội năm 2023.",
        "Tổ chức hiệu quả các phong trào thi đua của tỉnh; chú trọng khen thưởng người lao động trực tiếp.",
    ],
    "targets": [{"content": "Tăng thu ngân sách", "measure": "%", "value": "8.5"}],
}

PROPOSALS: Mapping[str, Mapping[str, Any]] = {
    "CO_TINH": {
        "facts": {"led_cluster": True, "rating": "HTXSNV", "united": True},
        "documents": ["TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP", "BANG_DIEM_CUM_KHOI"],
    },
    "BK_TINH": {
        "facts": {"excellent_pair": [2021, 2022], "united": True},
        "documents": ["TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP"],
    },
}
"""What a unit writes into the proposal that its cluster's result drafted for it."""

Cluster = tuple[str, Sequence[str]]
"""A cluster and its members."""


class Contest:
    """The clusters, their members, and who scores them."""

    def __init__(self, people: People, clusters: Mapping[str, Sequence[str]]) -> None:
        self._people = people
        self._clusters = [(one, clusters[one]) for one in CONTESTED if len(clusters.get(one, ())) > 1]
        self._criteria = json.loads(CRITERIA.read_bytes())
        self._chosen = next(one for one in self._criteria if one["criteria_set_id"] == CRITERIA_SET)

    def scenes(self) -> Iterable[Scene]:
        """Return the contest's scenes."""
        yield Scene(OPENED_ON, self._open)
        yield Scene(REGISTERED_ON, partial(self._register, LAST_YEAR, is_late=False))
        yield Scene(SCORED_ON, self._score_themselves)
        yield Scene(SCORED_ON, self._check, is_late=True)
        yield Scene(PUBLISHED_ON, self._score_and_publish)
        yield Scene(PLEDGED_ON, self._pledge, is_late=True)
        yield Scene(SUBMITTED_ON, self._submit_proposals)
        yield Scene(TARGETS_ON, partial(self._register, YEAR, is_late=False))
        yield Scene(LATE_TARGETS_ON, partial(self._register, YEAR, is_late=True))

    async def _open(self) -> None:
        for one in self._criteria:
            await self._people.post(APPRAISER, "plans", "/criteria-sets", one)
        await each(self._clusters, partial(self._open_years))

    async def _open_years(self, cluster: Cluster) -> None:
        cluster_id, members = cluster
        for year, due in DUE.items():
            body = {"year": year, "criteria_set_id": CRITERIA_SET, **due}
            await self._people.post(APPRAISER, "plans", f"/clusters/{cluster_id}/years", body)
        await self._elect(cluster_id, LAST_YEAR, members[:2], date(2022, 2, 10))

    async def _elect(self, cluster_id: str, year: int, leaders: Sequence[str], on: date) -> None:
        head, *deputies = leaders
        body = {"year": year, "head_id": head, "elected_on": on.isoformat(), "deputy_id": next(iter(deputies), None)}
        await self._people.post(APPRAISER, "plans", f"/clusters/{cluster_id}/offices", body)

    async def _register(self, year: int, *, is_late: bool) -> None:
        """Let members register their targets and titles; this year some are late."""
        await self._members(
            partial(self._register_one, year), lambda unit: (year == YEAR and _is_late(unit)) == is_late
        )

    async def _register_one(self, year: int, cluster_id: str, unit_id: str) -> None:
        at = f"/clusters/{cluster_id}/years/{year}/registrations/{unit_id}"
        await self._people.put(officer(unit_id), "plans", at, _registration(year, unit_id))
        await self._people.post(officer(unit_id), "plans", f"{at}/steps/send")

    async def _score_themselves(self) -> None:
        await self._members(self._score_oneself)

    async def _score_oneself(self, cluster_id: str, unit_id: str) -> None:
        at = _sheet(cluster_id, unit_id)
        await self._people.put(officer(unit_id), "plans", at, {"entries": self._entries(unit_id)})
        await self._people.post(officer(unit_id), "plans", f"{at}/steps/submit")

    async def _check(self) -> None:
        await self._members(self._check_one)

    async def _check_one(self, cluster_id: str, unit_id: str) -> None:
        """Let the cluster's leaders check each other's sheets and everybody else's."""
        head, deputy = next(members for known, members in self._clusters if known == cluster_id)[:2]
        checker = officer(deputy if unit_id == head else head)
        changes = self._lowered("I.3", UNPROVEN, "check", unit_id)
        await self._people.post(checker, "plans", f"{_sheet(cluster_id, unit_id)}/steps/check", {"changes": changes})

    async def _score_and_publish(self) -> None:
        await self._members(self._score_one)
        await each(self._clusters, self._publish)

    async def _score_one(self, cluster_id: str, unit_id: str) -> None:
        changes = self._lowered("II.2", RECOUNTED, "score", unit_id)
        await self._people.post(APPRAISER, "plans", f"{_sheet(cluster_id, unit_id)}/steps/score", {"changes": changes})

    async def _publish(self, cluster: Cluster) -> None:
        cluster_id, members = cluster
        at = f"/clusters/{cluster_id}/years/{LAST_YEAR}"
        counts = [{"unit_id": one, "votes": len(members) - number(3, "votes", one)} for one in members]
        await self._people.put(APPRAISER, "plans", f"{at}/votes", {"voters": len(members), "counts": counts})
        await self._people.post(LEADER, "plans", f"{at}/publish", {"reason": GROUNDS})

    async def _pledge(self) -> None:
        await each(self._clusters, self._sign)

    async def _sign(self, cluster: Cluster) -> None:
        """Elect this year's leaders and sign the pledge; the last member of each cluster is away."""
        cluster_id, members = cluster
        leaders = [*members[1:3], *members[:1]][:2]
        await self._elect(cluster_id, YEAR, leaders, PLEDGED_ON)
        at = f"/clusters/{cluster_id}/years/{YEAR}/pledge"
        await self._people.put(officer(leaders[0]), "plans", at, PLEDGE)
        signing = members[:-1] if len(members) > 1 else members
        signatories = [{"unit_id": one, "name": "Người đứng đầu đơn vị", "post": "Thủ trưởng"} for one in signing]
        body = {"signed_on": PLEDGED_ON.isoformat(), "place": "Thành phố Biên Hòa", "signatories": signatories}
        await self._people.post(APPRAISER, "plans", f"{at}/sign", body)

    async def _submit_proposals(self) -> None:
        await self._members(self._complete_proposals)

    async def _complete_proposals(self, cluster_id: str, unit_id: str) -> None:
        """Complete and submit what the cluster's result drafted for a unit."""
        who = officer(unit_id)
        for line in await self._people.all(who, "nominations", "/drafts", origin=f"cluster:{cluster_id}:{LAST_YEAR}"):
            draft = {**{name: line[name] for name in _KEPT}, **PROPOSALS[line["award"]]}
            await self._people.put(who, "nominations", f"/drafts/{line['draft_id']}", draft)
            await self._people.post(who, "nominations", f"/drafts/{line['draft_id']}/submit")

    async def _members(self, act: Any, wanted: Any = lambda _: True) -> None:
        """Do *act* for every member of every cluster."""
        pairs = [(cluster_id, unit) for cluster_id, members in self._clusters for unit in members if wanted(unit)]
        await each(pairs, lambda pair: act(*pair))

    def _entries(self, unit_id: str) -> list[dict[str, str]]:
        criteria = [(group["code"], one) for group in self._chosen["groups"] for one in group["criteria"]]
        entered = (_entered(one, unit_id) for _, one in criteria)
        return [one for one in entered if one]

    def _lowered(self, code: str, reason: str, stage: str, unit_id: str) -> list[dict[str, str]]:
        if share("changed", stage, unit_id) >= CHANGED:
            return []
        points = _points(code, self._maximum(code), unit_id) * (1 - 0.1 * share("lowered", stage, unit_id))
        return [{"code": code, "points": f"{points:.2f}", "reason": reason}]

    def _maximum(self, code: str) -> float:
        found = (one["maximum"] for group in self._chosen["groups"] for one in group["criteria"] if one["code"] == code)
        return float(next(found))


_KEPT = ("unit_id", "award", "subject_kind", "subject_name", "year", "mode", "version")


def _is_late(unit_id: str) -> bool:
    return share("registers late", unit_id) < LATE


def _sheet(cluster_id: str, unit_id: str) -> str:
    return f"/clusters/{cluster_id}/years/{LAST_YEAR}/sheets/{unit_id}"


def _registration(year: int, unit_id: str) -> dict[str, Any]:
    revenue = 400 + number(2000, "revenue", year, unit_id)
    return {
        "targets": [
            {"code": "1", "name": "Thu ngân sách", "measure": "tỷ đồng", "value": str(revenue)},
            {"code": "2", "name": "Chỉ số cải cách hành chính", "measure": "điểm", "value": "90"},
        ],
        "titles": [{"award": "CO_TINH", "count": 1}, {"award": "CSTD_CS", "count": 5 + number(20, "titles", unit_id)}],
    }


def _entered(criterion: Mapping[str, Any], unit_id: str) -> dict[str, str]:
    """Return what a unit enters under a criterion; what the register counts itself is not entered."""
    code, maximum = criterion["code"], float(criterion["maximum"])
    entered = {
        "ratio": {"achieved": f"{17 + 3 * share('reached', unit_id):.2f}", "target": "20"},
        "step": {"achieved": f"{65 + 34 * share('level', code, unit_id):.2f}"},
        "manual": {"points": f"{_points(code, maximum, unit_id):.2f}"},
        "deduction": {},
    }[criterion["formula"]["kind"]]
    proof = {"evidence": f"Báo cáo số {1 + number(300, 'proof', code, unit_id)}/BC-UBND"}
    return {"code": code, **entered, **proof} if entered else {}


def _points(code: str, maximum: float, unit_id: str) -> float:
    return maximum * (0.7 + 0.3 * share("points", code, unit_id))
