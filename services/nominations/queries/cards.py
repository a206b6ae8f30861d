"""Rulesets and awards as an administrator reads them: every sentence with its citation and status."""

from collections.abc import Iterable

from services.nominations.rules import Award, Catalogue, Ruleset
from services.nominations.rules.answers import submission_text
from services.nominations.rules.differences import unconfirmed
from services.nominations.rules.ruleset import Cited
from shared.api.rules import AwardCard, CitedLine, RulesetView


def ruleset_view(rules: Catalogue, ruleset: Ruleset) -> RulesetView:
    """Return one ruleset with its instruments and how much of it is unconfirmed."""
    return RulesetView(
        code=ruleset.code,
        name=ruleset.name,
        valid_from=ruleset.valid_from,
        valid_to=ruleset.valid_to,
        based_on=ruleset.based_on,
        is_unconfirmed=ruleset.is_unconfirmed,
        instruments=tuple(one.name for one in ruleset.instruments.values()),
        awards=len(ruleset.awards),
        unconfirmed=len(unconfirmed(rules, ruleset.code)),
    )


def award_card(rules: Catalogue, ruleset: Ruleset, award: Award) -> AwardCard:
    """Return everything *ruleset* says about *award*."""
    words = rules.words
    of_award = [one for one in ruleset.submissions if not one.awards or award.code in one.awards]
    return AwardCard(
        ruleset=ruleset.code,
        code=award.code,
        name=award.name,
        kind_label=words.kinds[award.kind],
        level_label=words.levels[award.level],
        subject_kinds=tuple(words.subject_kinds[kind] for kind in award.subject_kinds),
        modes=tuple(words.modes[mode] for mode in award.modes),
        deciders=_lines(
            ruleset,
            (
                (one.authority, f"{words.authorities[one.authority].name}{f': {one.about}' if one.about else ''}", one)
                for one in award.deciders
                if one.holds_on(ruleset.within(one.valid_to or ruleset.valid_from))
                and (one.valid_to is None or one.valid_to >= ruleset.valid_from)
            ),
        ),
        proposer=award.proposer,
        order=award.order,
        class_rank=award.class_rank,
        originals=award.copies.originals if award.copies else None,
        electronic=award.copies.electronic if award.copies else False,
        documents=tuple(dict.fromkeys(words.documents[one.code] for one in award.documents)),
        criteria=_lines(ruleset, ((one.id, one.requirement, one) for one in award.criteria)),
        gates=_lines(ruleset, ((one.id, one.requirement, one) for one in ruleset.gates if one.is_for(award))),
        quotas=_lines(
            ruleset,
            (
                (one.id, one.required.format(percent=one.percent), one)
                for one in ruleset.quotas
                if one.award == award.code
            ),
        ),
        submissions=_lines(ruleset, ((one.id, submission_text(one), one) for one in of_award)),
        limits=_lines(
            ruleset,
            (
                (one.id, one.required, one)
                for one in ruleset.limits
                if award.code in one.awards or (not one.awards and award.level in one.levels)
            ),
        ),
        thresholds=_lines(
            ruleset,
            (
                (one.id, f"{one.required}: {one.percent} %", one)
                for one in ruleset.thresholds
                if not one.awards or award.code in one.awards
            ),
        ),
        citation=ruleset.cite(award.citation),
        status=ruleset.status_of(award, ruleset.valid_from),
    )


def _lines(ruleset: Ruleset, rows: Iterable[tuple[str, str, Cited]]) -> tuple[CitedLine, ...]:
    return tuple(
        CitedLine(
            id=name,
            text=text,
            citation=ruleset.cite(row.citation),
            status=ruleset.status_of(row, ruleset.within(row.valid_from or ruleset.valid_from)),
        )
        for name, text, row in rows
    )
