"""What each step of the table does to a dossier, and the fact it tells."""

from services.nominations.commands import corrections, opinions
from services.nominations.commands.acts import Act
from services.nominations.commands.contents import change
from services.nominations.commands.granting import alone, grant
from services.nominations.domain import Decision, State, plain, require_grounds
from services.nominations.models import PacketRow
from services.nominations.queries.cases import kept, name_reliance
from services.nominations.rules import Result, catalogue
from shared.events.nominations import (
    CentralResultRecorded,
    NominationAppraised,
    NominationForwarded,
    NominationHeld,
    NominationReceived,
    NominationRejected,
    NominationReleased,
    NominationResubmitted,
    NominationReturned,
    NominationReturnedByCentre,
)
from shared.messaging.outbox import tell


async def receive(act: Act) -> None:
    """Take a complete dossier in; the day chooses its ruleset, unless an earlier receipt already did."""
    row = act.row
    ruleset = catalogue().ruleset_on(act.today)
    row.ruleset = row.ruleset or (ruleset.code if ruleset else None)
    row.received_on = act.today
    event = NominationReceived(**act.about, received_on=act.today, ruleset=row.ruleset or "")
    tell(act.session, row, event)


async def send_back(act: Act) -> None:
    """Return a dossier with the reason and the things to add, by default those the rules found missing."""
    row = act.row
    unproven = [one.required for one in act.case.findings if one.result is Result.UNKNOWN]
    row.reason = act.reason
    row.missing = [plain(item) for item in act.body.missing] or [*act.case.missing, *unproven]
    missing = tuple(row.missing)
    await opinions.drop_open(act.session, row)
    await corrections.drop_open(act.session, row)
    event = NominationReturned(**act.about, returned_on=act.today, reason=row.reason, missing=missing)
    tell(act.session, row, event)


async def resubmit(act: Act) -> None:
    """Take a completed dossier back in; it is looked at afresh, and what it said before is kept."""
    row = act.row
    facts = row.facts if act.body.facts is None else act.body.facts
    documents = row.documents if act.body.documents is None else act.body.documents
    change(act.session, row, subject_name=None, facts=facts, documents=documents, by=act.by, at=act.at)
    row.reason, row.missing = "", []
    tell(act.session, row, NominationResubmitted(**act.about, submitted_at=act.at))


async def appraise(act: Act) -> None:
    """Settle what was found; whoever appraises vouches for what only a person can weigh."""
    require_grounds(is_unconfirmed=any(one.is_unconfirmed for one in act.case.findings), reason=act.reason)
    act.row.findings = [kept(one) for one in await name_reliance(act.session, act.row, act.case, act.today)]
    act.row.reason = act.reason
    event = NominationAppraised(
        **act.about,
        appraised_on=act.today,
        is_eligible=act.case.nomination.is_eligible,
        unmet_rules=act.unmet,
    )
    tell(act.session, act.row, event)


async def forward(act: Act) -> None:
    """Send a dossier to the authority that decides it."""
    to = act.case.award.decided_by
    tell(act.session, act.row, NominationForwarded(**act.about, forwarded_on=act.today, to=to))


async def record_refusal(act: Act) -> None:
    """Record that the centre did not grant the award."""
    reference = plain(act.body.decision_number)
    event = CentralResultRecorded(**act.about, recorded_on=act.today, is_granted=False, reference=reference)
    tell(act.session, act.row, event)
    await _close_packet(act)
    await reject(act)


async def record_result(act: Act) -> None:
    """Record the centre's decision, and grant the award."""
    reference = plain(act.body.decision_number)
    event = CentralResultRecorded(**act.about, recorded_on=act.today, is_granted=True, reference=reference)
    tell(act.session, act.row, event)
    await _close_packet(act)
    await decide(act)


async def _close_packet(act: Act) -> None:
    """Write when the centre answered into the packet it was sent, where there is one."""
    packet = await act.session.get(PacketRow, act.row.nomination_id)
    if packet is not None:
        packet.answered_on = act.body.decided_on or act.today
        packet.revision += 1


async def reject(act: Act) -> None:
    """Refuse a dossier, with the reason and the rules that are not met."""
    act.row.reason = act.reason
    event = NominationRejected(**act.about, rejected_on=act.today, reason=act.reason, unmet_rules=act.unmet)
    tell(act.session, act.row, event)


async def decide(act: Act) -> None:
    """Grant the award: its decision, its money, and both facts."""
    row = act.row
    decision = Decision(plain(act.body.decision_number), act.body.decided_on or act.today)
    decision.check(received_on=row.received_on or act.today, today=act.today)
    await grant(act, await alone(act, decision))


async def hold(act: Act) -> None:
    """Halt the examination and remember where the dossier stood."""
    act.row.held_from, act.row.reason = State(act.row.state), act.reason
    tell(act.session, act.row, NominationHeld(**act.about, held_on=act.today, state=act.row.state))


async def release(act: Act) -> None:
    """Let a halted dossier go on from where it stood."""
    act.row.held_from = None
    tell(act.session, act.row, NominationReleased(**act.about, released_on=act.today, state=act.step.target))


async def central_return(act: Act) -> None:
    """Record what the centre asks for."""
    missing = tuple(map(plain, act.body.missing))
    event = NominationReturnedByCentre(**act.about, returned_on=act.today, reason=act.reason, missing=missing)
    act.row.reason, act.row.missing = act.reason, list(missing)
    tell(act.session, act.row, event)
