"""Create the kernel's tables and those of the nominations service."""

from alembic import op

from shared.messaging.tables import create_kernel

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    # Search needs no extension: marks are taken off the decomposed letters, đ becomes d,
    # and y becomes i because sĩ and sỹ are one word in two spellings.
    r"""
    CREATE FUNCTION vn_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    $$ SELECT lower(translate(regexp_replace(normalize(t, NFD), '[\u0300-\u036f]', '', 'g'), 'đĐyY', 'dDiI')) $$
    """,
    """
    CREATE FUNCTION vn_words(t text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    $$ SELECT array_to_tsvector(array_remove(regexp_split_to_array(vn_fold(t), '[^a-z0-9]+'), '')) $$
    """,
    # Each word of the question is the beginning of a word in the name.
    """
    CREATE FUNCTION vn_query(t text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    $$
      SELECT string_agg(word || ':*', ' & ')::tsquery
      FROM regexp_split_to_table(vn_fold(t), '[^a-z0-9]+') AS word WHERE word <> ''
    $$
    """,
    """
    CREATE TABLE units (
      unit_id text CONSTRAINT pk_units PRIMARY KEY,
      name text NOT NULL,
      valid_from date NOT NULL,
      valid_to date
    )
    """,
    """
    CREATE TABLE nominations (
      nomination_id uuid CONSTRAINT pk_nominations PRIMARY KEY,
      unit_id text NOT NULL,
      award text NOT NULL,
      subject_kind text NOT NULL,
      subject_id uuid NOT NULL,
      subject_name text NOT NULL,
      year integer NOT NULL,
      mode text NOT NULL,
      state text NOT NULL CONSTRAINT ck_nominations_state CHECK (
        state IN ('new', 'submitted', 'received', 'returned', 'eligible', 'not_eligible', 'forwarded', 'decided',
                  'rejected', 'withdrawn')
      ),
      channel text NOT NULL,
      submitted_at timestamptz NOT NULL,
      received_on date,
      ruleset text,
      facts jsonb NOT NULL,
      documents text[] NOT NULL,
      findings jsonb,
      reason text NOT NULL DEFAULT '',
      missing text[] NOT NULL DEFAULT '{}',
      version integer NOT NULL,
      search tsvector NOT NULL GENERATED ALWAYS AS (vn_words(subject_name)) STORED
    )
    """,
    "CREATE INDEX ix_nominations_newest ON nominations (submitted_at DESC, nomination_id DESC)",
    "CREATE INDEX ix_nominations_state ON nominations (state, submitted_at DESC, nomination_id DESC)",
    "CREATE INDEX ix_nominations_unit_id ON nominations (unit_id, submitted_at DESC, nomination_id DESC)",
    "CREATE INDEX ix_nominations_award ON nominations (award, year, submitted_at DESC, nomination_id DESC)",
    "CREATE INDEX ix_nominations_search ON nominations USING gin (search)",
    """
    CREATE TABLE steps_taken (
      nomination_id uuid NOT NULL CONSTRAINT fk_steps_taken_nomination_id REFERENCES nominations,
      version integer NOT NULL,
      step text NOT NULL,
      state text NOT NULL,
      taken_by text NOT NULL,
      taken_at timestamptz NOT NULL,
      reason text NOT NULL,
      CONSTRAINT pk_steps_taken PRIMARY KEY (nomination_id, version)
    )
    """,
    """
    CREATE TABLE awards (
      award_id uuid CONSTRAINT pk_awards PRIMARY KEY,
      nomination_id uuid NOT NULL CONSTRAINT uq_awards_nomination_id UNIQUE
        CONSTRAINT fk_awards_nomination_id REFERENCES nominations,
      unit_id text NOT NULL,
      award text NOT NULL,
      subject_kind text NOT NULL,
      subject_id uuid NOT NULL,
      year integer NOT NULL,
      decided_by text NOT NULL,
      decision_number text NOT NULL,
      decided_on date NOT NULL,
      decision_year integer NOT NULL GENERATED ALWAYS AS (extract(year FROM decided_on)::integer) STORED,
      bonus integer NOT NULL CONSTRAINT ck_awards_bonus CHECK (bonus >= 0),
      version integer NOT NULL,
      CONSTRAINT uq_awards_decision_number UNIQUE (decided_by, decision_year, decision_number)
    )
    """,
)


def upgrade() -> None:
    create_kernel(op)
    for statement in _TABLES:
        op.execute(statement)
