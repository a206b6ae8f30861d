"""How a department's own system reaches the broker: address, account, and what that account may do."""

import difflib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from deploy.kafka.broker import Kafka
from deploy.kafka.topics import Unit, department, grants, topics
from deploy.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Connection:
    """All a department's developer has to enter into a Kafka client."""

    servers: str
    security_protocol: str
    mechanism: str
    user: str
    password: str
    writes: tuple[str, ...]
    reads: tuple[str, ...]
    group_prefix: str

    def as_json(self) -> dict[str, Any]:
        """Return the connection for programs."""
        return asdict(self)


def connection(kafka: Kafka, units: Sequence[Unit], unit_id: str) -> Connection:
    """Return the connection of a unit's own system."""
    known = [unit.id for unit in units]
    if unit_id not in known:
        near = difflib.get_close_matches(unit_id, known, n=3, cutoff=0.4)
        raise Trouble(f"There is no unit {unit_id!r}.", *(f"did you mean {one}?" for one in near))
    principal = department(unit_id)
    own = sorted(grant for grant in grants(topics(), [unit_id]) if grant.principal == principal)
    (group,) = (grant.name for grant in own if grant.kind == "GROUP")
    return Connection(
        servers=kafka.bootstrap,
        security_protocol="SASL_SSL" if kafka.access.tls else "SASL_PLAINTEXT",
        mechanism=kafka.access.mechanism,
        user=principal,
        password=kafka.credentials(principal).password,
        writes=tuple(grant.name for grant in own if (grant.kind, grant.operation) == ("TOPIC", "WRITE")),
        reads=tuple(grant.name for grant in own if (grant.kind, grant.operation) == ("TOPIC", "READ")),
        group_prefix=group,
    )
