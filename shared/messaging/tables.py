"""The kernel's own tables, the same in every service's database."""

from alembic.operations import Operations

PARTITION_IDS = 4_000_000
"""Outbox ids in one partition; a whole partition is dropped when its events are old enough."""

PARTITIONS_AHEAD = 4
"""Partitions kept empty in front, so that a service can write on while its relay is away."""

_TABLES = (
    # CACHE 1 is part of the proof: ids are handed out in the order they are asked for.
    "CREATE SEQUENCE outbox_id_seq CACHE 1",
    # The transaction has its id before the row has its own, so that a later transaction fences every gap.
    """
    CREATE FUNCTION outbox_next_id() RETURNS bigint LANGUAGE sql VOLATILE AS
    $$ SELECT nextval('outbox_id_seq') WHERE pg_current_xact_id() IS NOT NULL $$
    """,
    # Column names of Debezium's EventRouter; rows are only ever added, then dropped by partition.
    """
    CREATE TABLE outbox (
      id bigint NOT NULL DEFAULT outbox_next_id(),
      event_id uuid NOT NULL,
      aggregatetype text NOT NULL,
      aggregateid text NOT NULL,
      aggregate_version int NOT NULL,
      type text NOT NULL,
      headers bytea NOT NULL,
      payload bytea NOT NULL CHECK (octet_length(payload) <= 900000),
      created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (id)
    ) PARTITION BY RANGE (id)
    """,
    """
    CREATE TABLE outbox_cursor (
      relay text PRIMARY KEY,
      read_id bigint NOT NULL,
      gaps bigint[] NOT NULL,
      fences bigint[] NOT NULL
    ) WITH (fillfactor = 50)
    """,
    """
    CREATE TABLE consumer_offset (
      topic text NOT NULL,
      part int NOT NULL,
      next_offset bigint NOT NULL,
      PRIMARY KEY (topic, part)
    ) WITH (fillfactor = 50)
    """,
    """
    CREATE TABLE seen (
      topic text NOT NULL,
      aggregateid text NOT NULL,
      version int NOT NULL,
      PRIMARY KEY (topic, aggregateid)
    ) WITH (fillfactor = 80)
    """,
    """
    CREATE TABLE inbox (
      topic text NOT NULL,
      event_id text NOT NULL,
      heard_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (topic, event_id)
    )
    """,
    "CREATE INDEX ix_inbox_heard_at ON inbox (heard_at)",
    """
    CREATE TABLE dead_letter (
      id uuid PRIMARY KEY,
      topic text NOT NULL,
      part int NOT NULL,
      offset_ bigint NOT NULL,
      key text NOT NULL,
      type text NOT NULL,
      headers jsonb NOT NULL,
      value bytea NOT NULL,
      reason text NOT NULL,
      error text NOT NULL,
      attempts int NOT NULL DEFAULT 1,
      buried_at timestamptz NOT NULL,
      UNIQUE (topic, part, offset_)
    )
    """,
    "CREATE INDEX ix_dead_letter_key ON dead_letter (topic, key, part, offset_)",
    """
    CREATE TABLE parked_key (
      topic text NOT NULL,
      key text NOT NULL,
      parked_at timestamptz NOT NULL,
      PRIMARY KEY (topic, key)
    )
    """,
    """
    CREATE TABLE timer (
      kind text NOT NULL,
      key text NOT NULL,
      due_at timestamptz NOT NULL,
      payload jsonb NOT NULL,
      PRIMARY KEY (kind, key)
    )
    """,
    "CREATE INDEX ix_timer_due_at ON timer (due_at)",
)


def create_partition(first: int) -> str:
    """Return the statement that makes the outbox partition that begins at id *first*."""
    return (
        f"CREATE TABLE IF NOT EXISTS outbox_{first} PARTITION OF outbox "
        f"FOR VALUES FROM ({first}) TO ({first + PARTITION_IDS})"
    )


def create_kernel(op: Operations) -> None:
    """Create every kernel table; the first migration of each service calls it."""
    for statement in _TABLES:
        op.execute(statement)
    for number in range(PARTITIONS_AHEAD):
        op.execute(create_partition(number * PARTITION_IDS))
