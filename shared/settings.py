"""Every setting, typed, with its default; read from the environment with the prefix THIDUA_."""

from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What one process of one service needs to know; a missing value stops the start and is named."""

    model_config = SettingsConfigDict(env_prefix="THIDUA_", frozen=True)

    service: str = Field(description="plans, nominations, notifications, reporting or gateway")
    roles: frozenset[str] = Field(
        default=frozenset({"api", "relay", "consumer", "timers", "jobs"}),
        description="which parts of the service this process runs",
    )
    host: str = Field(default="127.0.0.1", description="address the HTTP server listens on")
    port: int = Field(default=8000, description="port the HTTP server listens on")

    postgres: SecretStr = Field(description="the service's own database: postgresql://role:password@host:port/db")
    postgres_pool: int = Field(default=10, description="connections for requests, handlers and timers together")

    kafka: str = Field(default="", description="bootstrap servers, host:port[,host:port]; empty only for the gateway")
    kafka_user: str = Field(default="", description="SCRAM user")
    kafka_password: SecretStr = Field(default=SecretStr(""), description="SCRAM password")
    kafka_mechanism: str = Field(default="SCRAM-SHA-256", description="SASL mechanism")
    kafka_tls: bool = Field(default=False, description="TLS towards the broker; always on off the machine")

    identity_public_key: str = Field(description="Ed25519 public key (PEM) that signs callers' identities")
    identity_private_key: SecretStr = Field(
        default=SecretStr(""), description="its private half (PEM); only the gateway and the operator hold it"
    )

    clock: Path | None = Field(default=None, description="a shared clock file; empty means the machine's clock")
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR")

    smtp: str = Field(default="", description="host:port of the mail server (notifications only)")
    smtp_user: str = Field(default="", description="SMTP user; empty means no sign-in")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="SMTP password")
    smtp_tls: bool = Field(default=False, description="STARTTLS towards the mail server")
    smtp_from: str = Field(default="thidua@localhost", description="the sender's address")

    plans_url: str = Field(default="", description="where the gateway finds plans")
    nominations_url: str = Field(default="", description="where the gateway finds nominations")
    notifications_url: str = Field(default="", description="where the gateway finds notifications")
    reporting_url: str = Field(default="", description="where the gateway finds reporting")
    files: Path = Field(default=Path("var/files"), description="folder of the enclosed files (nominations only)")
    largest_file: int = Field(default=50_000_000, description="largest enclosed file in bytes (nominations only)")
    clamd: str = Field(default="", description="host:port of clamd; empty means that files are not scanned")

    cookie_secure: bool = Field(default=False, description="send the session cookie over HTTPS only (gateway)")


@cache
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return Settings()
