"""Keep who confirmed or overrode a value of the law."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the acts on values of the law; a row is never changed or deleted."""
    op.execute(
        """
        CREATE TABLE rule_acts (
          number integer CONSTRAINT pk_rule_acts PRIMARY KEY,
          ruleset text NOT NULL,
          path text NOT NULL,
          kind text NOT NULL CONSTRAINT ck_rule_acts_kind CHECK (kind IN ('confirm', 'override')),
          old jsonb NOT NULL,
          new jsonb NOT NULL,
          taken_by text NOT NULL,
          taken_at timestamptz NOT NULL,
          ground text NOT NULL CONSTRAINT ck_rule_acts_ground CHECK (ground <> ''),
          document text NOT NULL,
          CONSTRAINT ck_rule_acts_number CHECK (number > 0)
        )
        """
    )
    op.execute(
        """
        CREATE FUNCTION rule_acts_stand() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'an act on the rules is never changed'; END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER rule_acts_stand BEFORE UPDATE OR DELETE ON rule_acts
          FOR EACH ROW EXECUTE FUNCTION rule_acts_stand()
        """
    )
