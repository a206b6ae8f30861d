"""What the nominations service answers about the law it works with.

GET  /rulesets                              -> tuple[RulesetView]
GET  /rulesets/{code}/awards/{award}        -> AwardCard
GET  /rulesets/{code}/unconfirmed           -> tuple[UnconfirmedView]
GET  /rulesets/{code}/differences/{other}   -> tuple[DifferenceView]   (what *other* says differently)
GET  /rulesets/{code}/quotas/{award}?used=&advanced_count=&flag_holders=&cluster_leaders=&base=&reason= -> QuotaView
GET  /rule-acts                             -> tuple[RuleActView]      (who confirmed or overrode what)
POST /rule-acts  body: RuleActDraft         -> RuleActView (201)
"""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from shared.api.base import Shape


class RulesetView(Shape):
    """One state of the law: when it judges, by which instruments, and how much of it is confirmed."""

    code: str
    name: str
    valid_from: date
    valid_to: date | None
    based_on: str
    is_unconfirmed: bool
    instruments: tuple[str, ...]
    awards: int
    unconfirmed: int


class CitedLine(Shape):
    """A sentence of the law with its citation and its status."""

    id: str
    text: str
    citation: str
    status: str


class AwardCard(Shape):
    """Everything a ruleset says about one award."""

    ruleset: str
    code: str
    name: str
    kind_label: str
    level_label: str
    subject_kinds: tuple[str, ...]
    modes: tuple[str, ...]
    deciders: tuple[CitedLine, ...]
    proposer: str
    order: str
    class_rank: int
    originals: int | None
    electronic: bool
    documents: tuple[str, ...]
    criteria: tuple[CitedLine, ...]
    gates: tuple[CitedLine, ...]
    quotas: tuple[CitedLine, ...]
    submissions: tuple[CitedLine, ...]
    limits: tuple[CitedLine, ...]
    thresholds: tuple[CitedLine, ...]
    citation: str
    status: str


class UnconfirmedView(Shape):
    """A row nobody has confirmed; its path is what an act names."""

    path: str
    text: str
    citation: str


class DifferenceView(Shape):
    """A value that two rulesets say differently; kind is one of added, removed, changed."""

    path: str
    kind: str
    old: Any
    new: Any
    old_citation: str
    new_citation: str


class QuotaView(Shape):
    """What a cap allows while a list is being built; allowed is None where there is no cap or no count."""

    rule: str
    result: str
    result_label: str
    allowed: int | None
    used: int
    left: int | None
    found: str
    citation: str
    status: str


class RuleActDraft(Shape):
    """A value to confirm or to override.

    path names keys and rows joined by slashes (awards/CSTD_CS/criteria/CSTDCS-2); seen is the value the person saw;
    version the number of acts they saw, so that two cannot overwrite each other.
    """

    ruleset: str
    path: str = Field(max_length=300)
    kind: Literal["confirm", "override"]
    new: Any = None
    seen: Any = None
    ground: str
    document: str = ""
    version: int | None = None


class RuleActView(Shape):
    """Who confirmed or overrode what, when and on what ground."""

    number: int
    ruleset: str
    path: str
    kind: str
    old: Any
    new: Any
    by: str
    at: datetime
    ground: str
    document: str
