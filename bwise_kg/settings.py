"""Settings, from the environment (``BWISE_…``) or defaults."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a user may set once instead of with every command.

    store (``BWISE_STORE``): the folder that ``build`` writes and everything else reads.
    lang (``BWISE_LANG``): language of labels, two letters.
    """

    model_config = SettingsConfigDict(env_prefix="BWISE_")

    store: Path = Field(default_factory=lambda: user_data_path("bwise-kg") / "store")
    lang: str = "en"


@cache
def settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
