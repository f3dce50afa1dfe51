"""Settings, from the environment (``BWISE_…``) or defaults."""

from __future__ import annotations

import os
from enum import StrEnum
from functools import cache
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def is_url(place: object) -> bool:
    """Tell whether the place of a store is an endpoint's URL and no folder.

    >>> is_url("http://127.0.0.1:7878"), is_url("my-store")
    (True, False)
    """
    return isinstance(place, str) and place.lower().startswith(("http://", "https://"))


class InMemory(StrEnum):
    """Whether a store is held in memory for reading: where the machine has room, in any case, or never."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


class Settings(BaseSettings):
    """What a user may set once instead of with every command.

    store (``BWISE_STORE``): the folder that ``build`` writes and everything else reads, or the URL of an endpoint.
    store_token (``BWISE_STORE_TOKEN``): bearer token for that endpoint. store_update (``BWISE_STORE_UPDATE``): the URL
    of its updates, where that is not the usual one.
    lang (``BWISE_LANG``): language of labels, two letters.
    base (``BWISE_BASE``): public URL of the service; without it, see docs/service.md.
    host, port (``BWISE_HOST``, ``BWISE_PORT``): where the service listens.
    workers (``BWISE_WORKERS``): processes that answer queries, at least 2; by default one a processor.
    memory (``BWISE_MEMORY``): whether the service holds the store in memory for reading.
    timeout (``BWISE_TIMEOUT``): seconds that a query may take.
    token (``BWISE_TOKEN``): what shows that somebody may write, or its hash; for a service that is writable.
    """

    model_config = SettingsConfigDict(env_prefix="BWISE_")

    store: Path | str = Field(default_factory=lambda: user_data_path("bwise-kg") / "store")
    store_token: SecretStr | None = None
    store_update: str | None = None
    lang: str = "en"
    base: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default_factory=lambda: max(os.cpu_count() or 2, 2), ge=2)
    memory: InMemory = InMemory.AUTO
    timeout: float = Field(default=30.0, gt=0)
    token: SecretStr | None = None

    @field_validator("store", mode="before")
    @classmethod
    def _folder_or_url(cls, value: object) -> object:
        return value if is_url(value) else Path(str(value))


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
