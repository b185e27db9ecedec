"""What the environment says; README.md has the table."""
import os
from dataclasses import dataclass


class Stop(Exception):
    """Nothing to be tried again: a person has to do something. The message says what."""


@dataclass(frozen=True)
class Settings:
    server: str
    authority: str
    client_id: str
    client_secret: str
    agency: str
    state: str
    language: str


def from_environment() -> Settings:
    return Settings(
        server=_address("SUNSHINE_SERVER"),
        authority=_address("SUNSHINE_AUTHORITY"),
        client_id=_required("SUNSHINE_CLIENT_ID"),
        client_secret=_secret("SUNSHINE_CLIENT_SECRET_FILE"),
        agency=_required("SUNSHINE_AGENCY"),
        state=os.environ.get("SUNSHINE_STATE", "state"),
        language=os.environ.get("SUNSHINE_LANGUAGE", "zh-CN"),
    )


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise Stop(f"The environment variable {name} is not set.")
    return value


def _address(name: str) -> str:
    value = _required(name).rstrip("/")
    if not value.startswith(("http://", "https://")):
        raise Stop(f"{name} is not an http or https address.")
    return value


def _secret(name: str) -> str:
    try:
        with open(_required(name), encoding="utf-8") as file:
            return file.read().strip()
    except OSError as error:
        raise Stop(f"{name}: {error}") from error
