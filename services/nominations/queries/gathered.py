"""What a dossier gathers, as the gateway is shown it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import Dossier, Subject
from services.nominations.domain.corrections import CORRECTION_LABELS, DOCUMENT, FACT, SUBJECT_NAME
from services.nominations.domain.files import FILE_LABELS
from services.nominations.domain.opinions import OPINION_LABELS, RESULTS, OpinionState
from services.nominations.domain.rounds import ROUND_LABELS
from services.nominations.models import NominationRow, UnitRow
from services.nominations.models.dossiers import (
    CommentRow,
    ConsultationRow,
    ContentRow,
    CorrectionRow,
    DraftRow,
    FileRow,
    OpinionRow,
    RoundRow,
)
from services.nominations.queries.cases import parts_of
from services.nominations.rules import DossierInvalid, catalogue
from shared import clock
from shared.api.dossiers import (
    CommentView,
    ComponentView,
    ConsultationView,
    CorrectionView,
    Difference,
    DraftLine,
    DraftView,
    FileView,
    OpinionView,
    RoundView,
    VersionView,
)


def draft_line(row: DraftRow) -> DraftLine:
    """Return a draft as a line of the list."""
    return DraftLine(**_draft(row))


def _draft(row: DraftRow) -> dict[str, Any]:
    award = catalogue().award(row.award)
    return {
        "draft_id": row.draft_id,
        "unit_id": row.unit_id,
        "award": row.award,
        "award_name": award.name if award else row.award,
        "subject_kind": row.subject_kind,
        "subject_name": row.subject_name,
        "year": row.year,
        "mode": row.mode,
        "origin": row.origin,
        "saved_by": row.saved_by,
        "saved_at": row.saved_at.astimezone(clock.VIETNAM),
        "version": row.version,
    }


async def draft_view(session: AsyncSession, row: DraftRow, faults: Iterable[str]) -> DraftView:
    """Return a draft with its checklist and what would be refused if it were submitted now."""
    counts = await _files_by_kind(session, row.draft_id)
    enclosed = frozenset(row.documents) | counts.keys()
    dossier = Dossier(row.year or 0, row.mode, row.facts, enclosed)
    return DraftView(
        **_draft(row),
        subject_id=row.subject_id,
        facts=row.facts,
        documents=tuple(row.documents),
        round_id=row.round_id,
        checklist=checklist(row.award, None, dossier, counts),
        faults=(*faults, *(_faults(row, dossier) if not list(faults) else ())),
    )


def _faults(row: DraftRow, dossier: Dossier) -> tuple[str, ...]:
    try:
        catalogue().check(row.award, Subject(row.subject_kind, row.subject_name), dossier, clock.today())
    except DossierInvalid as error:
        return error.details
    return ()


async def dossier_checklist(session: AsyncSession, row: NominationRow) -> tuple[ComponentView, ...]:
    """Return the components of a submitted dossier."""
    dossier = Dossier(row.year, row.mode, row.facts, frozenset(row.documents))
    return checklist(row.award, row.ruleset, dossier, await _files_by_kind(session, row.nomination_id))


def checklist(award: str, ruleset: str | None, dossier: Dossier, files: Mapping[str, int]) -> tuple[ComponentView, ...]:
    """Return every component an award asks for, and whatever else is enclosed (thành phần hồ sơ)."""
    rules = catalogue()
    written = rules.award(award, ruleset) or rules.award(award)
    required = {one.code for one in written.documents if one.is_required(dossier)} if written else set()
    listed = [one.code for one in written.documents] if written else []
    codes = dict.fromkeys([*listed, *sorted(dossier.documents), *sorted(files)])
    return tuple(
        ComponentView(
            code=code,
            name=rules.words.documents.get(code, code),
            is_required=code in required,
            is_enclosed=code in dossier.documents or code in files,
            files=files.get(code, 0),
        )
        for code in codes
    )


async def _files_by_kind(session: AsyncSession, dossier_id: UUID) -> dict[str, int]:
    rows = await session.execute(
        select(FileRow.kind, func.count().label("number"))
        .where(FileRow.dossier_id == dossier_id)
        .group_by(FileRow.kind)
    )
    return {row.kind: row.number for row in rows}


async def files(session: AsyncSession, dossier_id: UUID) -> tuple[FileView, ...]:
    """Return the files of a dossier or a draft, oldest first."""
    rows = await session.scalars(
        select(FileRow).where(FileRow.dossier_id == dossier_id).order_by(FileRow.added_at, FileRow.file_id)
    )
    return tuple(map(file_view, rows))


def file_view(row: FileRow, same_as: tuple[str, ...] = ()) -> FileView:
    """Return a file; same_as names where the unit enclosed the same content before."""
    return FileView(
        file_id=row.file_id,
        kind=row.kind,
        kind_label=catalogue().words.documents.get(row.kind, row.kind),
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        link=row.link,
        state=row.state,
        state_label=FILE_LABELS[row.state],
        added_by=row.added_by,
        added_at=row.added_at.astimezone(clock.VIETNAM),
        same_as=same_as,
    )


async def same_content(session: AsyncSession, sha256: str, unit_id: str) -> tuple[str, ...]:
    """Return where a unit enclosed the same content before, in words."""
    rows = await session.execute(
        select(FileRow.name, NominationRow.subject_name, FileRow.added_at)
        .outerjoin(NominationRow, NominationRow.nomination_id == FileRow.dossier_id)
        .where(FileRow.sha256 == sha256, FileRow.unit_id == unit_id)
        .order_by(FileRow.added_at)
        .limit(5)
    )
    return tuple(
        f"Tệp giống hệt đã được kèm ngày {at.astimezone(clock.VIETNAM):%d/%m/%Y} với tên “{name}”"
        + (f" trong hồ sơ của {subject}." if subject else " trong một hồ sơ đang lập.")
        for name, subject, at in rows
    )


async def versions(session: AsyncSession, row: NominationRow) -> tuple[VersionView, ...]:
    """Return every change of what a dossier says, newest first, each with what differs from before."""
    kept = list(
        await session.scalars(
            select(ContentRow).where(ContentRow.nomination_id == row.nomination_id).order_by(ContentRow.version)
        )
    )
    labels = parts_of(row)
    after: list[ContentRow | NominationRow] = [*kept[1:], row]
    return tuple(
        VersionView(
            version=before.version,
            changed_by=before.changed_by,
            changed_at=before.changed_at.astimezone(clock.VIETNAM),
            differences=differences(before, then, labels),
        )
        for before, then in reversed(list(zip(kept, after, strict=True)))
    )


def differences(
    before: ContentRow | NominationRow, after: ContentRow | NominationRow, labels: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Return the parts that differ between two contents, in words people read."""
    old, new = _flat(before), _flat(after)
    parts = dict.fromkeys(part for part in (*labels, *old, *new) if part in old or part in new)
    changed = [part for part in parts if old.get(part) != new.get(part)]
    return tuple(
        Difference(part=part, label=labels.get(part, part), before=_word(old.get(part)), after=_word(new.get(part)))
        for part in changed
    )


def _flat(content: ContentRow | NominationRow) -> dict[str, Any]:
    return {
        SUBJECT_NAME: content.subject_name,
        **{f"{FACT}{name}": value for name, value in content.facts.items()},
        **{f"{DOCUMENT}{code}": True for code in content.documents},
    }


def _word(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


async def opinions(session: AsyncSession, page: int = 1, size: int = 200, **wanted: Any) -> tuple[OpinionView, ...]:
    """Return a page of what offices were asked, open ones first and of these the oldest; narrowed by columns."""
    rows = await session.execute(
        select(OpinionRow, UnitRow.name)
        .outerjoin(UnitRow, UnitRow.unit_id == OpinionRow.office_id)
        .where(*(getattr(OpinionRow, name) == value for name, value in wanted.items()))
        .order_by(OpinionRow.state != OpinionState.ASKED, OpinionRow.asked_at, OpinionRow.opinion_id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return tuple(opinion_view(row, name or row.office_id) for row, name in rows)


def opinion_view(row: OpinionRow, office_name: str) -> OpinionView:
    """Return what an office was asked and what it answered."""
    return OpinionView(
        opinion_id=row.opinion_id,
        nomination_id=row.nomination_id,
        kind=row.kind,
        office_id=row.office_id,
        office_name=office_name,
        rules=tuple(row.rules),
        asked_by=row.asked_by,
        asked_at=row.asked_at.astimezone(clock.VIETNAM),
        due_on=row.due_on,
        silence_citation=row.silence_citation,
        state=row.state,
        state_label=OPINION_LABELS[row.state],
        result=row.result,
        result_label=RESULTS.get(row.result, "Chưa có ý kiến"),
        results=row.results,
        said=row.said,
        given_by=row.given_by,
        given_at=row.given_at.astimezone(clock.VIETNAM) if row.given_at else None,
    )


async def corrections(session: AsyncSession, row: NominationRow) -> tuple[CorrectionView, ...]:
    """Return what was asked to be corrected, oldest first."""
    rows = await session.scalars(
        select(CorrectionRow)
        .where(CorrectionRow.nomination_id == row.nomination_id)
        .order_by(CorrectionRow.asked_at, CorrectionRow.correction_id)
    )
    labels = parts_of(row)
    return tuple(correction_view(one, labels) for one in rows)


def correction_view(row: CorrectionRow, labels: Mapping[str, str]) -> CorrectionView:
    """Return a request to correct parts of a dossier."""
    return CorrectionView(
        correction_id=row.correction_id,
        nomination_id=row.nomination_id,
        parts=tuple((part, labels.get(part, part)) for part in row.parts),
        note=row.note,
        asked_by=row.asked_by_name,
        asked_at=row.asked_at.astimezone(clock.VIETNAM),
        state=row.state,
        state_label=CORRECTION_LABELS[row.state],
        made_by=row.made_by,
        made_at=row.made_at.astimezone(clock.VIETNAM) if row.made_at else None,
        reviewed_at=row.reviewed_at.astimezone(clock.VIETNAM) if row.reviewed_at else None,
    )


async def consultations(session: AsyncSession, nomination_id: UUID | None = None) -> tuple[ConsultationView, ...]:
    """Return the dossiers under consultation, or the one consultation asked for; without comments."""
    asked = (
        select(ConsultationRow, NominationRow, UnitRow.name)
        .join(NominationRow, NominationRow.nomination_id == ConsultationRow.nomination_id)
        .outerjoin(UnitRow, UnitRow.unit_id == NominationRow.unit_id)
        .order_by(ConsultationRow.closes_on, ConsultationRow.nomination_id)
        .limit(500)
    )
    wanted = ConsultationRow.closed_on.is_(None) if nomination_id is None else _is(nomination_id)
    names = {award.code: award.name for award in catalogue().awards}
    return tuple(
        ConsultationView(
            nomination_id=one.nomination_id,
            award_name=names.get(dossier.award, dossier.award),
            subject_name=dossier.subject_name,
            unit_name=unit_name or dossier.unit_id,
            opened_on=one.opened_on,
            closes_on=one.closes_on,
            is_closed=one.closed_on is not None,
            citation=one.citation,
            place=one.place,
        )
        for one, dossier, unit_name in await session.execute(asked.where(wanted))
    )


def _is(nomination_id: UUID) -> Any:
    return ConsultationRow.nomination_id == nomination_id


async def comments(session: AsyncSession, nomination_id: UUID) -> tuple[CommentView, ...]:
    """Return the people's comments with their authors, oldest first; for the staff alone."""
    rows = await session.scalars(
        select(CommentRow).where(CommentRow.nomination_id == nomination_id).order_by(CommentRow.received_at)
    )
    return tuple(map(comment_view, rows))


def comment_view(row: CommentRow) -> CommentView:
    """Return a comment and how it was dealt with."""
    return CommentView(
        comment_id=row.comment_id,
        received_at=row.received_at.astimezone(clock.VIETNAM),
        author=row.author,
        said=row.said,
        resolution=row.resolution,
        resolved_by=row.resolved_by,
        resolved_at=row.resolved_at.astimezone(clock.VIETNAM) if row.resolved_at else None,
    )


def round_view(row: RoundRow, dossiers: int) -> RoundView:
    """Return a round and how many dossiers belong to it."""
    return RoundView(
        round_id=row.round_id,
        name=row.name,
        year=row.year,
        mode=row.mode,
        awards=tuple(row.awards),
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        state=row.state,
        state_label=ROUND_LABELS[row.state],
        dossiers=dossiers,
        version=row.version,
    )
