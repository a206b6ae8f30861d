"""One dossier as pure values: its states, the table of its steps, and what a step asks for."""

from services.nominations.domain.decisions import (
    DecidedBeforeReceived,
    DecidedInTheFuture,
    Decision,
    DecisionNumberMissing,
    GroundsMissing,
    require_grounds,
)
from services.nominations.domain.dossiers import (
    Dossier,
    DossierIncomplete,
    Nomination,
    StepOwed,
    StillOpen,
    Subject,
    Submission,
)
from services.nominations.domain.states import NEED_LABELS, STATE_LABELS, Need, Route, State
from services.nominations.domain.steps import (
    DESK,
    LEADERS,
    OPEN,
    REGISTER,
    STEPS,
    SUBMIT,
    UNIT,
    Move,
    is_of_unit,
    label_of,
)
from services.nominations.domain.texts import LONGEST_TEXT, TextTooLong, plain
from services.nominations.domain.ways import asked_by, is_simplified

__all__ = [
    "DESK",
    "LEADERS",
    "LONGEST_TEXT",
    "NEED_LABELS",
    "OPEN",
    "REGISTER",
    "STATE_LABELS",
    "STEPS",
    "SUBMIT",
    "UNIT",
    "DecidedBeforeReceived",
    "DecidedInTheFuture",
    "Decision",
    "DecisionNumberMissing",
    "Dossier",
    "DossierIncomplete",
    "GroundsMissing",
    "Move",
    "Need",
    "Nomination",
    "Route",
    "State",
    "StepOwed",
    "StillOpen",
    "Subject",
    "Submission",
    "TextTooLong",
    "asked_by",
    "is_of_unit",
    "is_simplified",
    "label_of",
    "plain",
    "require_grounds",
]
