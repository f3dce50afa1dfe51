"""Settings, from the environment (``BWISE_…``) or defaults."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a user may set once instead of with every command.

    store (``BWISE_STORE``): the folder that ``build`` writes and everything else reads.
    lang (``BWISE_LANG``): language of labels, two letters.
    base (``BWISE_BASE``): public URL of the service; by default whatever it is asked at.
    host, port (``BWISE_HOST``, ``BWISE_PORT``): where the service listens.
    workers (``BWISE_WORKERS``): processes that answer queries, at least 2; by default one a processor.
    timeout (``BWISE_TIMEOUT``): seconds that a query may take.
    """

    model_config = SettingsConfigDict(env_prefix="BWISE_")

    store: Path = Field(default_factory=lambda: user_data_path("bwise-kg") / "store")
    lang: str = "en"
    base: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default_factory=lambda: max(os.cpu_count() or 2, 2), ge=2)
    timeout: float = Field(default=30.0, gt=0)


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
