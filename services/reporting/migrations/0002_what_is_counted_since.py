"""Count what is told since: clusters, oversight, rounds, opinions, sessions, and what becomes of an award."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CHANGES = (
    """
    ALTER TABLE clusters
      ADD COLUMN ends_on date
    """,
    """
    CREATE TABLE cluster_years (
      cluster_id text NOT NULL,
      year integer NOT NULL,
      head_id text,
      deputy_id text,
      elected_on date,
      pledged_on date,
      signatories integer,
      missing integer,
      published_on date,
      is_rule_confirmed boolean,
      ranked integer,
      CONSTRAINT pk_cluster_years PRIMARY KEY (cluster_id, year)
    )
    """,
    """
    CREATE TABLE cluster_units (
      cluster_id text NOT NULL,
      year integer NOT NULL,
      unit_id text NOT NULL,
      pledged_on date,
      edition integer,
      registered_on date,
      registered_late integer,
      targets integer,
      titles integer,
      scored_on date,
      scored_late integer,
      published_on date,
      rank integer,
      total text,
      is_tied boolean,
      award text,
      CONSTRAINT pk_cluster_units PRIMARY KEY (cluster_id, year, unit_id)
    )
    """,
    """
    ALTER TABLE plans
      ADD COLUMN amended_on date,
      ADD COLUMN amendments integer
    """,
    """
    ALTER TABLE tasks
      ADD COLUMN lead text,
      ADD COLUMN lead_unit_id text,
      ADD COLUMN reopened_on date,
      ADD COLUMN removed_on date,
      ADD COLUMN round_opens_on date,
      ADD COLUMN round_closes_on date
    """,
    """
    ALTER TABLE movements
      ADD COLUMN form text,
      ADD COLUMN scope text,
      ADD COLUMN unit_id text,
      ADD COLUMN cluster_id text,
      ADD COLUMN starts_on date,
      ADD COLUMN ends_on date,
      ADD COLUMN reviewed_on date,
      ADD COLUMN concluded_on date,
      ADD COLUMN participants integer
    """,
    """
    ALTER TABLE filings
      ADD COLUMN name text,
      ADD COLUMN registered_on date,
      ADD COLUMN recalled_on date,
      ADD COLUMN lifted_on date
    """,
    """
    CREATE TABLE inspection_plans (
      inspection_plan_id uuid CONSTRAINT pk_inspection_plans PRIMARY KEY,
      year integer,
      issuer text,
      reference text,
      issued_on date,
      inspections integer
    )
    """,
    """
    CREATE TABLE inspections (
      inspection_id uuid CONSTRAINT pk_inspections PRIMARY KEY,
      inspection_plan_id uuid,
      issuer text,
      form text,
      unit_id text,
      cluster_id text,
      starts_on date,
      ends_on date,
      visits integer,
      visited_on date,
      cancelled_on date,
      concluded_on date,
      findings integer,
      to_remedy integer
    )
    """,
    """
    CREATE TABLE findings (
      finding_id uuid CONSTRAINT pk_findings PRIMARY KEY,
      inspection_id uuid,
      unit_id text,
      kind text,
      severity text,
      due_on date,
      reported_on date,
      returned_on date,
      remedied_on date,
      days_late integer,
      overdue_on date,
      suggested_on date,
      mode text
    )
    """,
    """
    CREATE TABLE occasions (
      occasion_id uuid CONSTRAINT pk_occasions PRIMARY KEY,
      kind text,
      title text,
      starts_at timestamptz,
      ends_at timestamptz,
      invited integer,
      anniversary integer,
      plan_id uuid,
      task_key text,
      movement_id uuid,
      held_on date,
      attended integer,
      certified integer,
      cancelled_on date,
      reported_on date,
      models integer
    )
    """,
    """
    CREATE TABLE attendance (
      occasion_id uuid NOT NULL,
      unit_id text NOT NULL,
      registered integer,
      CONSTRAINT pk_attendance PRIMARY KEY (occasion_id, unit_id)
    )
    """,
    """
    CREATE TABLE guidance (
      guidance_id uuid CONSTRAINT pk_guidance PRIMARY KEY,
      reference text,
      title text,
      issuer text,
      issued_on date,
      units integer,
      withdrawn_on date
    )
    """,
    """
    CREATE TABLE exemplars (
      exemplar_id uuid CONSTRAINT pk_exemplars PRIMARY KEY,
      unit_id text,
      subject_kind text,
      field text,
      regions text,
      worker_class text,
      movement_id uuid,
      nomination_id uuid,
      state text,
      found_on date,
      fostered_on date,
      recognised_on date,
      replicated_on date,
      followers integer,
      honoured_on date,
      dropped_on date
    )
    """,
    """
    CREATE TABLE rounds (
      round_id uuid CONSTRAINT pk_rounds PRIMARY KEY,
      name text,
      year integer,
      opens_on date,
      closes_on date,
      plan_id uuid,
      task_key text,
      closed_on date,
      dossiers integer
    )
    """,
    """
    CREATE TABLE examinations (
      nomination_id uuid CONSTRAINT pk_examinations PRIMARY KEY,
      recalled_on date,
      held_on date,
      released_on date,
      consulted_on date,
      consultation_closed_on date,
      comments integer,
      listed_on date,
      session_id uuid,
      passed_on date,
      not_passed_on date,
      put_on date,
      returned_by_centre_on date,
      centre_answered_on date,
      notified_on date,
      presented_on date,
      archived_on date,
      revoked_on date,
      overdue_on date
    )
    """,
    """
    CREATE TABLE opinions (
      opinion_id uuid CONSTRAINT pk_opinions PRIMARY KEY,
      nomination_id uuid,
      office_id text,
      requested_on date,
      due_on date,
      given_on date,
      result text,
      lapsed_on date,
      is_agreement boolean
    )
    """,
    """
    CREATE TABLE corrections (
      correction_id uuid CONSTRAINT pk_corrections PRIMARY KEY,
      nomination_id uuid,
      unit_id text,
      requested_on date,
      parts integer,
      made_on date,
      reviewed_on date,
      is_accepted boolean
    )
    """,
    """
    CREATE TABLE sessions (
      session_id uuid CONSTRAINT pk_sessions PRIMARY KEY,
      council_id uuid,
      council_kind text,
      level text,
      unit_id text,
      meets_at timestamptz,
      is_written_round boolean,
      listed integer,
      held_on date,
      members integer,
      present integer,
      written integer,
      passed integer,
      not_passed integer,
      cancelled_on date
    )
    """,
    """
    ALTER TABLE awards
      ADD COLUMN presented_on date,
      ADD COLUMN received text,
      ADD COLUMN revoked_on date,
      ADD COLUMN revoked_by text,
      ADD COLUMN ground text
    """,
)


def upgrade() -> None:
    for statement in _CHANGES:
        op.execute(statement)
