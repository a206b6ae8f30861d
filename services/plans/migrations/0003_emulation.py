"""Keep units with their predecessors, clusters by decision, pledges, criteria sets and scores."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ORGANISATION = (
    "ALTER TABLE clusters DROP CONSTRAINT ck_clusters_kind",
    """
    ALTER TABLE clusters
      ADD COLUMN valid_to date CONSTRAINT ck_clusters_validity CHECK (valid_to >= valid_from),
      ADD CONSTRAINT ck_clusters_kind CHECK (kind IN ('cum', 'khoi', 'lien_tinh'))
    """,
    """
    ALTER TABLE units
      ADD COLUMN is_province boolean NOT NULL DEFAULT false,
      ADD COLUMN is_ours boolean NOT NULL DEFAULT true
    """,
    """
    CREATE TABLE unit_names (
      unit_id text NOT NULL CONSTRAINT fk_unit_names_unit_id REFERENCES units,
      valid_from date NOT NULL,
      name text NOT NULL,
      kind text NOT NULL,
      CONSTRAINT pk_unit_names PRIMARY KEY (unit_id, valid_from)
    )
    """,
    """
    CREATE TABLE unit_heads (
      unit_id text NOT NULL CONSTRAINT fk_unit_heads_unit_id REFERENCES units,
      valid_from date NOT NULL,
      valid_to date CONSTRAINT ck_unit_heads_validity CHECK (valid_to >= valid_from),
      post text NOT NULL,
      name text NOT NULL,
      account text NOT NULL,
      CONSTRAINT pk_unit_heads PRIMARY KEY (unit_id, valid_from)
    )
    """,
    """
    CREATE TABLE reorganisations (
      reorganisation_id uuid CONSTRAINT pk_reorganisations PRIMARY KEY,
      title text NOT NULL,
      decision text NOT NULL,
      decided_on date NOT NULL,
      effective_on date NOT NULL CONSTRAINT ck_reorganisations_effective CHECK (effective_on >= decided_on),
      carried_out_at timestamptz NOT NULL,
      carried_out_by text NOT NULL,
      act jsonb NOT NULL
    )
    """,
    """
    CREATE TABLE successions (
      predecessor_id text NOT NULL CONSTRAINT fk_successions_predecessor_id REFERENCES units,
      successor_id text NOT NULL CONSTRAINT fk_successions_successor_id REFERENCES units,
      reorganisation_id uuid NOT NULL CONSTRAINT fk_successions_reorganisation_id REFERENCES reorganisations,
      CONSTRAINT pk_successions PRIMARY KEY (predecessor_id, successor_id),
      CONSTRAINT ck_successions_itself CHECK (predecessor_id <> successor_id)
    )
    """,
    "CREATE INDEX ix_successions_successor_id ON successions (successor_id)",
    # One provincial cluster a day: text has no exclusion operator in the core, the range around its hash has.
    """
    CREATE TABLE memberships (
      unit_id text NOT NULL CONSTRAINT fk_memberships_unit_id REFERENCES units,
      cluster_id text NOT NULL CONSTRAINT fk_memberships_cluster_id REFERENCES clusters,
      valid_from date NOT NULL,
      valid_to date CONSTRAINT ck_memberships_validity CHECK (valid_to >= valid_from),
      is_provincial boolean NOT NULL,
      decision text,
      CONSTRAINT pk_memberships PRIMARY KEY (unit_id, cluster_id, valid_from),
      CONSTRAINT ex_memberships_one_cluster_a_day EXCLUDE USING gist (
        int8range(hashtextextended(unit_id, 0), hashtextextended(unit_id, 0), '[]') WITH &&,
        daterange(valid_from, valid_to, '[]') WITH &&
      ) WHERE (is_provincial)
    )
    """,
    "CREATE INDEX ix_memberships_cluster_id ON memberships (cluster_id, valid_from)",
    """
    CREATE TABLE cluster_offices (
      cluster_id text NOT NULL CONSTRAINT fk_cluster_offices_cluster_id REFERENCES clusters,
      year integer NOT NULL,
      head_id text NOT NULL CONSTRAINT fk_cluster_offices_head_id REFERENCES units,
      deputy_id text CONSTRAINT fk_cluster_offices_deputy_id REFERENCES units,
      elected_on date NOT NULL,
      CONSTRAINT pk_cluster_offices PRIMARY KEY (cluster_id, year),
      CONSTRAINT ck_cluster_offices_two CHECK (head_id <> deputy_id)
    )
    """,
    "INSERT INTO unit_names (unit_id, valid_from, name, kind) SELECT unit_id, valid_from, name, kind FROM units",
    """
    INSERT INTO memberships (unit_id, cluster_id, valid_from, valid_to, is_provincial, decision)
    SELECT u.unit_id, u.cluster_id, greatest(u.valid_from, c.valid_from), u.valid_to, true, c.decision
    FROM units u JOIN clusters c USING (cluster_id)
    WHERE u.valid_to IS NULL OR u.valid_to >= greatest(u.valid_from, c.valid_from)
    """,
)

_MOVEMENTS = (
    """
    ALTER TABLE movements
      ADD COLUMN form text CONSTRAINT ck_movements_form CHECK (form IN ('regular', 'thematic')),
      ADD COLUMN scope text NOT NULL DEFAULT 'province'
        CONSTRAINT ck_movements_scope CHECK (scope IN ('national', 'province', 'cluster', 'unit')),
      ADD COLUMN unit_id text CONSTRAINT fk_movements_unit_id REFERENCES units,
      ADD COLUMN cluster_id text CONSTRAINT fk_movements_cluster_id REFERENCES clusters,
      ADD COLUMN starts_on date,
      ADD COLUMN ends_on date CONSTRAINT ck_movements_period CHECK (ends_on >= starts_on),
      ADD COLUMN aims text NOT NULL DEFAULT '',
      ADD COLUMN criteria text[] NOT NULL DEFAULT '{}',
      ADD COLUMN audience text NOT NULL DEFAULT '',
      ADD COLUMN indicators text[] NOT NULL DEFAULT '{}',
      ADD COLUMN launched_by text NOT NULL DEFAULT '',
      ADD COLUMN document text NOT NULL DEFAULT '',
      ADD COLUMN launched_on date,
      ADD COLUMN state varchar(20) NOT NULL DEFAULT 'launched' CONSTRAINT ck_movements_state
        CHECK (state IN ('planned', 'launched', 'reviewed', 'concluded'))
    """,
    "CREATE INDEX ix_movements_unit_id ON movements (unit_id)",
    "CREATE INDEX ix_movements_cluster_id ON movements (cluster_id)",
    """
    CREATE TABLE movement_stages (
      movement_id uuid NOT NULL CONSTRAINT fk_movement_stages_movement_id REFERENCES movements,
      number integer NOT NULL,
      kind text NOT NULL,
      held_on date NOT NULL,
      document text NOT NULL,
      summary text NOT NULL,
      CONSTRAINT pk_movement_stages PRIMARY KEY (movement_id, number)
    )
    """,
    """
    CREATE TABLE participations (
      movement_id uuid NOT NULL CONSTRAINT fk_participations_movement_id REFERENCES movements,
      unit_id text NOT NULL CONSTRAINT fk_participations_unit_id REFERENCES units,
      registered_on date NOT NULL,
      content text NOT NULL,
      participants integer NOT NULL CONSTRAINT ck_participations_participants CHECK (participants >= 0),
      result text NOT NULL,
      edition integer NOT NULL,
      CONSTRAINT pk_participations PRIMARY KEY (movement_id, unit_id)
    )
    """,
    "CREATE INDEX ix_participations_unit_id ON participations (unit_id)",
    """
    CREATE TABLE movement_measures (
      movement_id uuid NOT NULL,
      unit_id text NOT NULL,
      indicator text NOT NULL,
      year integer NOT NULL,
      target numeric,
      achieved numeric,
      source text NOT NULL,
      CONSTRAINT pk_movement_measures PRIMARY KEY (movement_id, unit_id, indicator, year),
      CONSTRAINT fk_movement_measures_movement_id FOREIGN KEY (movement_id, unit_id) REFERENCES participations
    )
    """,
)

_YEARS = (
    """
    CREATE TABLE criteria_sets (
      criteria_set_id text CONSTRAINT pk_criteria_sets PRIMARY KEY,
      valid_from date NOT NULL,
      valid_to date CONSTRAINT ck_criteria_sets_validity CHECK (valid_to >= valid_from),
      status text NOT NULL CONSTRAINT ck_criteria_sets_status CHECK (status IN ('confirmed', 'needs confirmation')),
      content jsonb NOT NULL
    )
    """,
    """
    CREATE TABLE cluster_years (
      cluster_id text NOT NULL CONSTRAINT fk_cluster_years_cluster_id REFERENCES clusters,
      year integer NOT NULL,
      criteria_set_id text NOT NULL CONSTRAINT fk_cluster_years_criteria_set_id REFERENCES criteria_sets,
      registration_due_on date NOT NULL,
      self_score_due_on date NOT NULL,
      accepts_late_scores boolean NOT NULL,
      awards jsonb NOT NULL,
      state varchar(20) NOT NULL CONSTRAINT ck_cluster_years_state CHECK (state IN ('open', 'published')),
      voters integer CONSTRAINT ck_cluster_years_voters CHECK (voters > 0),
      published_on date,
      published_by text NOT NULL,
      reason text NOT NULL,
      edition integer NOT NULL,
      CONSTRAINT pk_cluster_years PRIMARY KEY (cluster_id, year),
      CONSTRAINT ck_cluster_years_published CHECK ((state = 'published') = (published_on IS NOT NULL))
    )
    """,
    "CREATE INDEX ix_cluster_years_criteria_set_id ON cluster_years (criteria_set_id)",
    """
    CREATE TABLE pledges (
      cluster_id text NOT NULL,
      year integer NOT NULL,
      contents text[] NOT NULL,
      targets jsonb NOT NULL,
      state varchar(20) NOT NULL CONSTRAINT ck_pledges_state CHECK (state IN ('draft', 'signed')),
      signed_on date,
      place text NOT NULL,
      edition integer NOT NULL,
      CONSTRAINT pk_pledges PRIMARY KEY (cluster_id, year),
      CONSTRAINT fk_pledges_cluster_id FOREIGN KEY (cluster_id, year) REFERENCES cluster_years,
      CONSTRAINT ck_pledges_signed CHECK ((state = 'signed') = (signed_on IS NOT NULL))
    )
    """,
    """
    CREATE TABLE pledge_signatories (
      cluster_id text NOT NULL,
      year integer NOT NULL,
      unit_id text NOT NULL CONSTRAINT fk_pledge_signatories_unit_id REFERENCES units,
      name text NOT NULL,
      post text NOT NULL,
      signed_on date NOT NULL,
      CONSTRAINT pk_pledge_signatories PRIMARY KEY (cluster_id, year, unit_id),
      CONSTRAINT fk_pledge_signatories_cluster_id FOREIGN KEY (cluster_id, year) REFERENCES pledges
    )
    """,
    """
    CREATE TABLE registrations (
      registration_id uuid CONSTRAINT pk_registrations PRIMARY KEY,
      cluster_id text NOT NULL,
      year integer NOT NULL,
      unit_id text NOT NULL CONSTRAINT fk_registrations_unit_id REFERENCES units,
      state varchar(20) NOT NULL CONSTRAINT ck_registrations_state CHECK (state IN ('draft', 'sent', 'amending')),
      edition integer NOT NULL,
      first_sent_on date,
      amendment text NOT NULL,
      version integer NOT NULL,
      CONSTRAINT uq_registrations_cluster_id UNIQUE (cluster_id, year, unit_id),
      CONSTRAINT fk_registrations_cluster_id FOREIGN KEY (cluster_id, year) REFERENCES cluster_years
    )
    """,
    "CREATE INDEX ix_registrations_unit_id ON registrations (unit_id)",
    """
    CREATE TABLE registration_editions (
      registration_id uuid NOT NULL CONSTRAINT fk_registration_editions_registration_id REFERENCES registrations,
      edition integer NOT NULL,
      sent_on date NOT NULL,
      days_late integer NOT NULL,
      reason text NOT NULL,
      CONSTRAINT pk_registration_editions PRIMARY KEY (registration_id, edition)
    )
    """,
    """
    CREATE TABLE registered_targets (
      registration_id uuid NOT NULL CONSTRAINT fk_registered_targets_registration_id REFERENCES registrations,
      edition integer NOT NULL,
      code text NOT NULL,
      position integer NOT NULL,
      name text NOT NULL,
      measure text NOT NULL,
      better text NOT NULL CONSTRAINT ck_registered_targets_better CHECK (better IN ('more', 'less')),
      value numeric NOT NULL,
      half_year numeric,
      achieved numeric,
      note text NOT NULL,
      CONSTRAINT pk_registered_targets PRIMARY KEY (registration_id, edition, code)
    )
    """,
    """
    CREATE TABLE registered_titles (
      registration_id uuid NOT NULL CONSTRAINT fk_registered_titles_registration_id REFERENCES registrations,
      edition integer NOT NULL,
      award text NOT NULL,
      count integer NOT NULL CONSTRAINT ck_registered_titles_count CHECK (count >= 0),
      achieved integer CONSTRAINT ck_registered_titles_achieved CHECK (achieved >= 0),
      CONSTRAINT pk_registered_titles PRIMARY KEY (registration_id, edition, award)
    )
    """,
)

_SCORES = (
    """
    CREATE TABLE score_sheets (
      sheet_id uuid CONSTRAINT pk_score_sheets PRIMARY KEY,
      cluster_id text NOT NULL,
      year integer NOT NULL,
      unit_id text NOT NULL CONSTRAINT fk_score_sheets_unit_id REFERENCES units,
      state varchar(20) NOT NULL
        CONSTRAINT ck_score_sheets_state CHECK (state IN ('draft', 'submitted', 'checked', 'scored')),
      submitted_on date,
      days_late integer NOT NULL,
      reason text NOT NULL,
      version integer NOT NULL,
      CONSTRAINT uq_score_sheets_cluster_id UNIQUE (cluster_id, year, unit_id),
      CONSTRAINT fk_score_sheets_cluster_id FOREIGN KEY (cluster_id, year) REFERENCES cluster_years
    )
    """,
    "CREATE INDEX ix_score_sheets_unit_id ON score_sheets (unit_id)",
    """
    CREATE TABLE scores (
      sheet_id uuid NOT NULL CONSTRAINT fk_scores_sheet_id REFERENCES score_sheets,
      code text NOT NULL,
      is_bonus boolean NOT NULL,
      achieved numeric,
      target numeric,
      evidence text NOT NULL,
      self_points numeric NOT NULL CONSTRAINT ck_scores_self_points CHECK (self_points >= 0),
      checked_points numeric CONSTRAINT ck_scores_checked_points CHECK (checked_points >= 0),
      official_points numeric CONSTRAINT ck_scores_official_points CHECK (official_points >= 0),
      CONSTRAINT pk_scores PRIMARY KEY (sheet_id, code)
    )
    """,
    """
    CREATE TABLE score_changes (
      change_id uuid CONSTRAINT pk_score_changes PRIMARY KEY,
      sheet_id uuid NOT NULL CONSTRAINT fk_score_changes_sheet_id REFERENCES score_sheets,
      code text NOT NULL,
      stage text NOT NULL,
      before numeric NOT NULL,
      after numeric NOT NULL,
      reason text NOT NULL CONSTRAINT ck_score_changes_reason CHECK (reason <> ''),
      changed_by text NOT NULL,
      changed_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX ix_score_changes_sheet_id ON score_changes (sheet_id, changed_at)",
    """
    CREATE TABLE cluster_votes (
      cluster_id text NOT NULL,
      year integer NOT NULL,
      unit_id text NOT NULL CONSTRAINT fk_cluster_votes_unit_id REFERENCES units,
      votes integer NOT NULL CONSTRAINT ck_cluster_votes_votes CHECK (votes >= 0),
      CONSTRAINT pk_cluster_votes PRIMARY KEY (cluster_id, year, unit_id),
      CONSTRAINT fk_cluster_votes_cluster_id FOREIGN KEY (cluster_id, year) REFERENCES cluster_years
    )
    """,
    """
    CREATE TABLE cluster_results (
      cluster_id text NOT NULL,
      year integer NOT NULL,
      unit_id text NOT NULL CONSTRAINT fk_cluster_results_unit_id REFERENCES units,
      rank integer NOT NULL CONSTRAINT ck_cluster_results_rank CHECK (rank > 0),
      total numeric,
      bonus numeric NOT NULL,
      votes integer,
      is_tied boolean NOT NULL,
      award text,
      CONSTRAINT pk_cluster_results PRIMARY KEY (cluster_id, year, unit_id),
      CONSTRAINT fk_cluster_results_cluster_id FOREIGN KEY (cluster_id, year) REFERENCES cluster_years
    )
    """,
)


def upgrade() -> None:
    for statement in (*_ORGANISATION, *_MOVEMENTS, *_YEARS, *_SCORES):
        op.execute(statement)
