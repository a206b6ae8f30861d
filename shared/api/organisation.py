"""What the plans service asks and answers about units, reorganisations and clusters.

GET  /units?on= · /units/{unit_id} · /units/heads?year= · /units/reorganisations · /clusters?on= · /clusters/{id}?on=
POST /units/import/preview                 body: the province's file (YAML) -> ProvincePreview, nothing is kept
POST /units/reorganisations/preview        body: Reorganisation  -> ReorganisationPreview, nothing is kept
POST /units/reorganisations                body: Reorganisation with its preview's fingerprint -> ReorganisationView
POST /units/{unit_id}/heads                body: HeadAppointed   -> UnitDetail
POST /clusters                             body: ClusterDraft    -> ClusterDetail (201)
POST /clusters/{cluster_id}/composition    body: CompositionChange -> ClusterDetail
POST /clusters/{cluster_id}/offices        body: OfficesElected  -> ClusterDetail
"""

from datetime import date, datetime
from typing import Annotated, Literal
from unicodedata import normalize
from uuid import UUID

from pydantic import AfterValidator, Field

from shared.api.base import Shape

Text = Annotated[str, Field(max_length=300), AfterValidator(lambda text: normalize("NFC", text).strip())]
Words = Annotated[Text, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
ClusterKind = Literal["cum", "khoi", "lien_tinh"]


class Decided(Shape):
    """The decision an act rests on (quyết định): its number, its date and the first day it has effect."""

    decision: Words
    decided_on: date
    effective_on: date


class UnitEnded(Shape):
    """A unit that ceases to exist, and who takes over from it; several may share the work."""

    unit_id: Slug
    successor_ids: tuple[Slug, ...] = ()


class UnitBegun(Shape):
    """A unit that comes into being by a reorganisation."""

    unit_id: Slug
    name: Words
    kind: Words
    cluster_id: Slug | None = None
    predecessor_ids: tuple[Slug, ...] = ()
    is_province: bool = False


class UnitRenamed(Shape):
    """A unit that goes on under another name or as another kind, or with what it takes over from others."""

    unit_id: Slug
    name: Words
    kind: Words


class Reorganisation(Decided):
    """Mergers, splits and renamings carried out as one act (sắp xếp, tổ chức lại đơn vị)."""

    title: Words
    ended: tuple[UnitEnded, ...] = ()
    begun: tuple[UnitBegun, ...] = ()
    renamed: tuple[UnitRenamed, ...] = ()
    fingerprint: str | None = None  # of the preview the person confirmed


class FilingLeft(Shape):
    """A filing that a dissolved unit still owed, and the unit that owes it from then on; None: nobody does."""

    unit_id: str
    duty: str
    duty_label: str
    year: int
    due_on: date
    taken_over_by: str | None


class MembershipEnded(Shape):
    """A membership that ends with its unit."""

    unit_id: str
    unit_name: str
    cluster_id: str
    cluster_name: str
    members_left: int


class ReorganisationPreview(Shape):
    """What an act would do; blockers are the sentences that forbid it, warnings what a person should look at."""

    ends_on: date
    ended: tuple[str, ...]
    begun: tuple[str, ...]
    renamed: tuple[str, ...]
    filings: tuple[FilingLeft, ...]
    memberships: tuple[MembershipEnded, ...]
    blockers: tuple[str, ...]
    warnings: tuple[str, ...]
    fingerprint: str


class ReorganisationView(Shape):
    """An act that was carried out."""

    reorganisation_id: UUID
    title: str
    decision: str
    decided_on: date
    effective_on: date
    carried_out_at: datetime
    carried_out_by: str
    ended_ids: tuple[str, ...]
    begun_ids: tuple[str, ...]
    renamed_ids: tuple[str, ...]


class HeadAppointed(Shape):
    """The head accountable for a unit (người đứng đầu) from a day on; the one before leaves the day before."""

    post: Words
    name: Words
    account: Text = ""
    valid_from: date


class HeadView(Shape):
    """A head accountable for a unit and since when; the name stays in this service."""

    unit_id: str
    post: str
    name: str
    account: str
    valid_from: date
    valid_to: date | None


class HeadAccount(Shape):
    """How a head's unit kept its filings of a year (trách nhiệm người đứng đầu)."""

    unit_id: str
    unit_name: str
    head_name: str
    head_post: str
    owed: int
    filed: int
    late: int
    missing: int


class UnitName(Shape):
    """What a unit was called since a day."""

    name: str
    kind: str
    valid_from: date


class MembershipView(Shape):
    """Which cluster a unit belonged to, and when."""

    cluster_id: str
    cluster_name: str
    unit_id: str
    unit_name: str
    decision: str | None
    valid_from: date
    valid_to: date | None


class UnitDetail(Shape):
    """A unit with its history."""

    unit_id: str
    name: str
    kind: str
    is_province: bool
    cluster_id: str | None
    valid_from: date
    valid_to: date | None
    version: int
    names: tuple[UnitName, ...]
    predecessor_ids: tuple[str, ...]
    successor_ids: tuple[str, ...]
    heads: tuple[HeadView, ...]
    memberships: tuple[MembershipView, ...]


class ClusterDraft(Decided):
    """A cluster or block to be formed (thành lập cụm, khối)."""

    cluster_id: Slug
    name: Words
    kind: ClusterKind
    member_ids: tuple[Slug, ...] = ()


class CompositionChange(Decided):
    """Who joins and who leaves a cluster by decision (điều chỉnh cụm, khối); `ends` dissolves it."""

    joining_ids: tuple[Slug, ...] = ()
    leaving_ids: tuple[Slug, ...] = ()
    ends: bool = False
    version: int | None = None


class OfficesElected(Shape):
    """Who leads a cluster in a year (cụm trưởng, cụm phó; khối trưởng, khối phó)."""

    year: int = Field(ge=2000, le=2100)
    head_id: Slug
    deputy_id: Slug | None = None
    elected_on: date
    version: int | None = None


class OfficesView(Shape):
    """Who led a cluster in a year."""

    year: int
    head_id: str
    deputy_id: str | None
    elected_on: date


class ClusterDetail(Shape):
    """A cluster as of a day; rotation names the members in the order in which they should lead it next."""

    cluster_id: str
    name: str
    kind: str
    kind_label: str
    decision: str | None
    valid_from: date
    valid_to: date | None
    on: date
    version: int
    members: tuple[MembershipView, ...]
    offices: tuple[OfficesView, ...]
    rotation: tuple[str, ...]


class ProvincePreview(Shape):
    """What a file of clusters and units would change, a sentence for each change."""

    clusters_formed: int
    units_registered: int
    units_changed: int
    changes: tuple[str, ...]
