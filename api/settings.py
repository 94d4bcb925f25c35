"""How the service runs: from its options, the environment, a file in TOML, else as is usual; in this order.

Every wrong key and value is named with its place, what was found and what is allowed. None of them is a secret:
passwords stay in files of their own, which are named here.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from api.texts import table
from ledger.input_errors import InputError, UnreadableInput, did_you_mean, listed, quoted, say
from ledger.problems import why

FILE, FILE_VARIABLE = "rcm-ledger.toml", "RCM_LEDGER_CONFIG"
PREFIX, BELOW = "RCM_LEDGER_", "__"
ELSEWHERE = ("RCM_LEDGER_CONFIG", "RCM_LEDGER_DEBUG", "RCM_LEDGER_FOLDER", "RCM_LEDGER_KEY", "RCM_LEDGER_LANG")
"""Variables that are read by somebody else."""

Seconds = Annotated[float, Field(gt=0, le=3600)]
Port = Annotated[int, Field(ge=0, le=65535)]
Network = IPv4Network | IPv6Network


class Mail(BaseModel):
    """Where e-mail is handed over, and in whose name.

    Attributes:
        password_file: a file with nothing in it but the password.
        sender: the address that it is from.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: Annotated[str, Field(min_length=1, max_length=253)]
    port: Port = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password_file: Path | None = None
    sender: Annotated[str, Field(pattern=r"^[^@\s<>]+@[^@\s<>]+$")]


class Settings(BaseSettings):
    """
    Attributes:
        ledger: its address; else as for every command.
        url: how others reach it, for links in e-mail and in feeds.
        metrics_from: who may read /metrics besides this computer.
        proxies: who hands requests on to us; what they say of where a request comes from is believed.
        head_seconds, body_seconds: how long a request's head and body may take to come.
        grace_seconds: how long answers that were begun may still take once it is told to stop.
        heartbeat_seconds: how often those who follow are told that nothing came.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter=BELOW, extra="forbid", frozen=True
    )

    ledger: str | None = None
    host: Annotated[str, Field(min_length=1, max_length=253)] = "127.0.0.1"
    port: Port = 8000
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    url: str | None = None
    metrics_from: Annotated[tuple[Network, ...], NoDecode] = ()
    proxies: Annotated[tuple[Network, ...], NoDecode] = ()
    head_seconds: Seconds = 10
    body_seconds: Seconds = 60
    grace_seconds: Seconds = 30
    heartbeat_seconds: Seconds = 15
    mail: Mail | None = None

    @field_validator("metrics_from", "proxies", mode="before")
    @classmethod
    def _divided(cls, given: object) -> object:
        """In the environment, a list is divided by commas."""
        return [each.strip() for each in given.split(",")] if isinstance(given, str) else given

    @field_validator("url")
    @classmethod
    def _of_a_service(cls, url: str | None) -> str | None:
        if url is not None and not is_an_origin(url):
            raise ValueError("no origin")
        return url

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given at once is what the file says."""
        return env_settings, init_settings

    def may_read_metrics(self, address: str) -> bool:
        """Whether whoever asks from an address may read the metrics."""
        asking = _parsed(address)
        return asking is not None and (asking.is_loopback or _is_in(asking, self.metrics_from))

    def is_a_proxy(self, address: str) -> bool:
        """Whether an address is of who hands requests on to us."""
        asking = _parsed(address)
        return asking is not None and _is_in(asking, self.proxies)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None


def _is_in(address: IPv4Address | IPv6Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def is_an_origin(url: str) -> bool:
    """Whether it is the address of a service, and nothing below it."""
    try:
        parts = urlsplit(url)
        there = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return there and not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)


def read_settings(file: str | None = None, **options: Any) -> Settings:
    """The settings.

    Args:
        file: the one to be read; else the one that the environment names, or the one here.
        options: what was said on the command line; None where nothing was.
    Raises:
        UnreadableInput: with everything that is wrong with the file and the environment.
    """
    path = file_of(file)
    given, lines = ({}, {}) if path is None else _read(path)
    ledger = os.environ.get("RCM_LEDGER")
    errors = list(_unknown_variables())
    try:
        found = Settings(**{**given, **({"ledger": ledger} if ledger else {})})
    except ValidationError as error:
        errors += (_said(each, path, lines) for each in error.errors(include_url=False))
    if errors:
        raise UnreadableInput(sorted(errors, key=lambda each: (each.file, each.line or 0, each.path)))
    return found.model_copy(update={name: said for name, said in options.items() if said is not None})


def file_of(file: str | None) -> Path | None:
    """The file that is read, if any."""
    named = file or os.environ.get(FILE_VARIABLE)
    if named:
        return Path(named)
    return Path(FILE) if Path(FILE).exists() else None


Lines = Mapping[tuple[str, ...], int]


def _read(path: Path) -> tuple[dict[str, Any], Lines]:
    try:
        text = path.read_bytes().decode()
        return tomllib.loads(text), _lines_of(text)
    except FileNotFoundError:
        problem = say("file-missing")
    except UnicodeDecodeError as error:
        problem = say("not-utf-8", offset=error.start, byte=f"{error.object[error.start]:02x}")
    except OSError as error:
        problem = say("file-unreadable", why=tuple(why(error).values()))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else None
        found = quoted(text.splitlines()[line - 1].strip() if line else "")
        problem = say("form", found=found, form=_form("toml"))
        raise UnreadableInput([InputError(str(path), line, "", problem)]) from None
    raise UnreadableInput([InputError(str(path), None, "", problem)])


def _lines_of(text: str) -> Lines:
    """On which line each key stands."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if head := re.match(r"\s*\[\[?\s*([\w.\-]+)\s*\]", line):
            table = tuple(head[1].split("."))
            lines.setdefault(table, number)
        elif key := re.match(r"\s*([\w.\-]+)\s*=", line):
            lines.setdefault((*table, *key[1].split(".")), number)
    return lines


def _unknown_variables() -> list[InputError]:
    known = [*_variables(), *ELSEWHERE]
    return [
        InputError(
            *(name, None, ""),
            say("key-unknown", found=quoted(name), allowed=listed(known), hint=did_you_mean(name, known)),
        )
        for name in sorted(os.environ)
        # What stands below a setting, the setting's own model says.
        if name.startswith(PREFIX) and name.split(BELOW)[0] not in {each.split(BELOW)[0] for each in known}
    ]


def variable_of(name: str) -> str:
    """The variable of the environment that a setting is also taken from."""
    return "RCM_LEDGER" if name == "ledger" else PREFIX + name.upper().replace(".", BELOW)


def _variables() -> list[str]:
    mail = [f"mail.{name}" for name in Mail.model_fields]
    return [variable_of(name) for name in (*Settings.model_fields, *mail)]


def _said(error: Any, path: Path | None, lines: Lines) -> InputError:
    """What pydantic complains of, at its place."""
    keys = tuple(str(part) for part in error["loc"] if isinstance(part, str) and part.isidentifier())
    keys = keys[:2] if keys[:1] == ("mail",) else keys[:1]
    allowed = list((Mail if keys[:1] == ("mail",) else Settings).model_fields)
    match error["type"]:
        case "extra_forbidden":
            last = str(error["loc"][-1])
            keys = tuple(map(str, error["loc"]))
            message = say(
                "key-unknown", found=quoted(last), allowed=listed(allowed), hint=did_you_mean(last, allowed)
            )
        case "missing":
            message = say("key-missing", key=quoted(keys[-1]))
        case _:
            message = say("form", found=quoted(error["input"]), form=_form(".".join(keys)))
    variable = variable_of(".".join(keys))
    if variable in os.environ:
        return InputError(variable, None, "", message)
    place = next((lines[keys[:n]] for n in range(len(keys), 0, -1) if keys[:n] in lines), None)
    return InputError(str(path), place, ".".join(keys), message)


def _form(name: str) -> tuple[str, str]:
    return table("settings")[f"setting.{name}"]
