"""Parts that somebody else runs: named in the environment, they replace the embedded ones."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Outside(BaseSettings):
    """An external broker and an external database, each with its administrator's way in."""

    model_config = SettingsConfigDict(env_prefix="THIDUA_", extra="ignore", frozen=True)

    postgres: SecretStr = SecretStr("")
    kafka: str = ""
    kafka_user: str = ""
    kafka_password: SecretStr = SecretStr("")
    kafka_mechanism: str = "SCRAM-SHA-256"
    kafka_tls: bool = False


NOTHING = Outside.model_construct()
"""Everything embedded, whatever the environment says."""
