"""Keep what a dossier needs on its whole way: drafts, files, versions, opinions, consultation, clock, rounds."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CHANGES = (
    "ALTER TABLE nominations DROP CONSTRAINT ck_nominations_state",
    """
    ALTER TABLE nominations ADD CONSTRAINT ck_nominations_state CHECK (
      state IN ('draft', 'submitted', 'received', 'returned', 'awaiting_opinions', 'eligible', 'not_eligible',
                'in_consultation', 'before_council', 'council_passed', 'council_not_passed', 'before_chair',
                'forwarded', 'central_returned', 'decided', 'notified', 'presented', 'archived', 'rejected',
                'withdrawn', 'held', 'revoked')
    )
    """,
    """
    ALTER TABLE nominations
      ADD COLUMN is_consulted boolean NOT NULL DEFAULT false,
      ADD COLUMN held_from text,
      ADD COLUMN round_id uuid,
      ADD COLUMN due_at timestamptz
    """,
    "CREATE INDEX ix_nominations_round_id ON nominations (round_id, submitted_at DESC, nomination_id DESC)",
    "CREATE INDEX ix_nominations_due_at ON nominations (due_at) WHERE due_at IS NOT NULL",
    "CREATE INDEX ix_nominations_subject_id ON nominations (subject_id)",
    """
    CREATE TABLE drafts (
      draft_id uuid CONSTRAINT pk_drafts PRIMARY KEY,
      unit_id text NOT NULL,
      award text NOT NULL,
      subject_kind text NOT NULL,
      subject_id uuid,
      subject_name text NOT NULL,
      year integer,
      mode text NOT NULL,
      facts jsonb NOT NULL,
      documents text[] NOT NULL,
      round_id uuid,
      origin text NOT NULL,
      saved_by text NOT NULL,
      saved_at timestamptz NOT NULL,
      version integer NOT NULL
    )
    """,
    "CREATE INDEX ix_drafts_unit_id ON drafts (unit_id, saved_at DESC, draft_id DESC)",
    "CREATE INDEX ix_drafts_origin ON drafts (origin, draft_id)",
    """
    CREATE TABLE subjects (
      subject_id uuid CONSTRAINT pk_subjects PRIMARY KEY,
      kind text NOT NULL,
      unit_id text NOT NULL,
      name text NOT NULL,
      search tsvector NOT NULL GENERATED ALWAYS AS (vn_words(name)) STORED
    )
    """,
    "CREATE INDEX ix_subjects_unit_id ON subjects (unit_id, name)",
    "CREATE INDEX ix_subjects_search ON subjects USING gin (search)",
    """
    CREATE TABLE persons (
      subject_id uuid CONSTRAINT pk_persons PRIMARY KEY CONSTRAINT fk_persons_subject_id REFERENCES subjects,
      born_on date,
      gender text NOT NULL,
      national_id text CONSTRAINT uq_persons_national_id UNIQUE,
      position text NOT NULL,
      workplace text NOT NULL,
      nationality text NOT NULL,
      saved_by text NOT NULL,
      saved_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE contents (
      nomination_id uuid NOT NULL CONSTRAINT fk_contents_nomination_id REFERENCES nominations,
      version integer NOT NULL,
      subject_name text NOT NULL,
      facts jsonb NOT NULL,
      documents text[] NOT NULL,
      changed_by text NOT NULL,
      changed_at timestamptz NOT NULL,
      CONSTRAINT pk_contents PRIMARY KEY (nomination_id, version)
    )
    """,
    """
    CREATE TABLE files (
      file_id uuid CONSTRAINT pk_files PRIMARY KEY,
      dossier_id uuid NOT NULL,
      unit_id text NOT NULL,
      kind text NOT NULL,
      name text NOT NULL,
      media_type text NOT NULL,
      size bigint NOT NULL,
      sha256 text,
      link text,
      state text NOT NULL,
      added_by text NOT NULL,
      added_at timestamptz NOT NULL,
      CONSTRAINT ck_files_content CHECK ((sha256 IS NULL) <> (link IS NULL))
    )
    """,
    "CREATE INDEX ix_files_dossier_id ON files (dossier_id, added_at)",
    "CREATE INDEX ix_files_sha256 ON files (sha256)",
    "CREATE INDEX ix_files_state ON files (state) WHERE state = 'quarantined'",
    """
    CREATE TABLE opinions (
      opinion_id uuid CONSTRAINT pk_opinions PRIMARY KEY,
      nomination_id uuid NOT NULL CONSTRAINT fk_opinions_nomination_id REFERENCES nominations,
      kind text NOT NULL,
      office_id text NOT NULL,
      rules text[] NOT NULL,
      asked_by text NOT NULL,
      asked_at timestamptz NOT NULL,
      due_on date NOT NULL,
      silence_citation text NOT NULL,
      state text NOT NULL,
      result text NOT NULL,
      results jsonb NOT NULL,
      said text NOT NULL,
      given_by text NOT NULL,
      given_at timestamptz
    )
    """,
    "CREATE INDEX ix_opinions_nomination_id ON opinions (nomination_id, asked_at)",
    "CREATE INDEX ix_opinions_office_id ON opinions (office_id, state, due_on)",
    "CREATE UNIQUE INDEX uq_opinions_open ON opinions (nomination_id, office_id) WHERE state = 'asked'",
    """
    CREATE TABLE corrections (
      correction_id uuid CONSTRAINT pk_corrections PRIMARY KEY,
      nomination_id uuid NOT NULL CONSTRAINT fk_corrections_nomination_id REFERENCES nominations,
      asked_by text NOT NULL,
      asked_by_name text NOT NULL,
      asked_at timestamptz NOT NULL,
      note text NOT NULL,
      parts text[] NOT NULL,
      state text NOT NULL,
      made_by text NOT NULL,
      made_at timestamptz,
      reviewed_at timestamptz
    )
    """,
    "CREATE INDEX ix_corrections_nomination_id ON corrections (nomination_id, asked_at)",
    """
    CREATE TABLE consultations (
      nomination_id uuid CONSTRAINT pk_consultations PRIMARY KEY
        CONSTRAINT fk_consultations_nomination_id REFERENCES nominations,
      opened_on date NOT NULL,
      closes_on date NOT NULL,
      citation text NOT NULL,
      place text NOT NULL,
      closed_on date
    )
    """,
    "CREATE INDEX ix_consultations_closes_on ON consultations (closes_on)",
    """
    CREATE TABLE comments (
      comment_id uuid CONSTRAINT pk_comments PRIMARY KEY,
      nomination_id uuid NOT NULL CONSTRAINT fk_comments_nomination_id REFERENCES consultations,
      received_at timestamptz NOT NULL,
      entered_by text NOT NULL,
      author text NOT NULL,
      said text NOT NULL,
      resolution text NOT NULL,
      resolved_by text NOT NULL,
      resolved_at timestamptz
    )
    """,
    "CREATE INDEX ix_comments_nomination_id ON comments (nomination_id, received_at)",
    """
    CREATE TABLE limits (
      nomination_id uuid NOT NULL CONSTRAINT fk_limits_nomination_id REFERENCES nominations,
      limit_code text NOT NULL,
      half_days integer NOT NULL,
      used integer NOT NULL,
      runs_since timestamptz,
      due_at timestamptz,
      passed_at timestamptz,
      ended_at timestamptz,
      citation text NOT NULL,
      CONSTRAINT pk_limits PRIMARY KEY (nomination_id, limit_code)
    )
    """,
    """
    CREATE TABLE rounds (
      round_id uuid CONSTRAINT pk_rounds PRIMARY KEY,
      name text NOT NULL,
      year integer NOT NULL,
      mode text NOT NULL,
      awards text[] NOT NULL,
      opens_on date NOT NULL,
      closes_on date NOT NULL,
      state text NOT NULL,
      plan_id uuid,
      task_key text NOT NULL,
      opened_by text NOT NULL,
      version integer NOT NULL,
      CONSTRAINT ck_rounds_dates CHECK (closes_on >= opens_on)
    )
    """,
    "CREATE INDEX ix_rounds_state ON rounds (state, opens_on DESC)",
    """
    CREATE TABLE sheets (
      sheet_id uuid CONSTRAINT pk_sheets PRIMARY KEY,
      unit_id text NOT NULL,
      name text NOT NULL,
      sha256 text NOT NULL,
      made_by text NOT NULL,
      made_at timestamptz NOT NULL,
      state text NOT NULL,
      columns jsonb NOT NULL,
      headings text[] NOT NULL,
      fixed jsonb NOT NULL,
      rows integer NOT NULL,
      done integer NOT NULL,
      faulty integer NOT NULL,
      fault text NOT NULL,
      version integer NOT NULL
    )
    """,
    "CREATE INDEX ix_sheets_unit_id ON sheets (unit_id, made_at DESC)",
    "CREATE INDEX ix_sheets_state ON sheets (state, made_at)",
    """
    CREATE TABLE sheet_lines (
      sheet_id uuid NOT NULL CONSTRAINT fk_sheet_lines_sheet_id REFERENCES sheets,
      row integer NOT NULL,
      award text NOT NULL,
      subject_kind text NOT NULL,
      subject_name text NOT NULL,
      year integer,
      mode text NOT NULL,
      facts jsonb NOT NULL,
      faults text[] NOT NULL,
      CONSTRAINT pk_sheet_lines PRIMARY KEY (sheet_id, row)
    )
    """,
    "CREATE INDEX ix_sheet_lines_faults ON sheet_lines (sheet_id, row) WHERE faults <> '{}'",
    """
    CREATE TABLE headings (
      unit_id text NOT NULL,
      heading text NOT NULL,
      field text NOT NULL,
      CONSTRAINT pk_headings PRIMARY KEY (unit_id, heading)
    )
    """,
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
