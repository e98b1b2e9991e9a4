"""Against which installation is played, and with whose sign-ins? The set-up file (docs/traffic.md)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from traffic.demo import SETUP
from traffic.trouble import Trouble

WELL = 3  # a language level from which a customer is given without widening first


class Identity(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The host website's secret, with which customers' identities are signed."""

    kid: str
    secret: str


class Seat(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One agent's sign-in and skills. Levels are 1 to 5; no regions or no tiers mean any."""

    email: str
    password: str
    languages: dict[str, int]
    name: str = ""
    regions: list[str] = []
    tiers: list[int] = []

    def speaks(self, language: str, level: int = 1) -> bool:
        """Whether they have this language, at this level or better: `pt-BR` and `pt` count as one."""
        return any(_base(each) == _base(language) and has >= level for each, has in self.languages.items())

    def serves(self, language: str, region: str, tier: int) -> bool:
        """Whether a customer of this kind is one that they would be given at once."""
        here = not self.regions or not region or region in self.regions
        return self.speaks(language, WELL) and here and (not self.tiers or tier in self.tiers)


class Mix(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Weights of the customers' languages, regions and tiers. Empty: what the roster has."""

    languages: dict[str, float] = {}
    regions: dict[str, float] = {}
    tiers: dict[int, float] = msgspec.field(default_factory=lambda: {0: 1.0})


class Setup(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One installation. Origins at their default are those of `url`."""

    url: str
    site_key: str
    agents: list[Seat]
    identity: Identity | None = None
    widget_origin: str = ""
    console_origin: str = ""
    mix: Mix = msgspec.field(default_factory=Mix)
    resolve_strangers: bool = False


def read(file: Path | None, url: str, data_dir: Path, port: str = "") -> tuple[Setup, str]:
    """The set-up, checked, and one sentence about where it is from. `url` goes before the file's."""
    if file:
        setup, said = _from_file(file), f"set-up from {file}"
    else:
        setup, said = _demo(data_dir, port)
    if url:
        setup = msgspec.structs.replace(setup, url=url)
    return _checked(setup, str(file or "the demo's set-up")), said


def _from_file(file: Path) -> Setup:
    try:
        return decode(file.read_bytes())
    except OSError as error:
        raise Trouble(f"{file} cannot be read: {error.strerror}.") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Trouble(f"{file} is not a set-up file: {error}.") from None


def decode(data: bytes) -> Setup:
    """A set-up from JSON."""
    return msgspec.json.decode(data, type=Setup)


def _demo(data_dir: Path, port: str) -> tuple[Setup, str]:
    setup = msgspec.convert(SETUP, type=Setup)
    if port:
        setup = msgspec.structs.replace(setup, url=f"http://localhost:{port}")
    file = data_dir / "demo-website.json"
    try:
        known = json.loads(file.read_text())
        identity = Identity(known["kid"], known["secret"])
        key = str(known["site_key"])
    except OSError:
        return setup, f"the demo's set-up; {file} cannot be read, so all customers are anonymous (see --data-dir)"
    except (ValueError, KeyError, TypeError):
        raise Trouble(f"{file} does not hold what `manage.py demo` writes; run `make run` once.") from None
    return msgspec.structs.replace(setup, identity=identity, site_key=key), f"the demo's set-up, identities by {file}"


def _checked(setup: Setup, where: str) -> Setup:
    parts = urlsplit(setup.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Trouble(f"{where}: url {setup.url!r} is not an http:// or https:// address.")
    if not setup.agents:
        raise Trouble(f"{where}: agents is empty; at least one sign-in is needed.")
    for seat in setup.agents:
        if not seat.languages or not all(1 <= level <= 5 for level in seat.languages.values()):
            raise Trouble(f"{where}: {seat.email} needs languages with levels from 1 to 5.")
    for name, weights in (
        ("languages", setup.mix.languages),
        ("regions", setup.mix.regions),
        ("tiers", setup.mix.tiers),
    ):
        if any(weight < 0 for weight in weights.values()) or (weights and not any(weights.values())):
            raise Trouble(f"{where}: mix.{name} needs weights of 0 or more, one of them above 0.")
    spoken = [seat for seat in setup.agents if any(seat.speaks(each) for each in setup.mix.languages)]
    if setup.mix.languages and not spoken:
        raise Trouble(f"{where}: no agent speaks any language of mix.languages.")
    origin = f"{parts.scheme}://{parts.netloc}"
    identity = setup.identity and Identity(setup.identity.kid, _revealed(setup.identity.secret, where))
    if identity and len(identity.secret.encode()) < 32:
        raise Trouble(f"{where}: identity.secret is shorter than the 32 bytes that a site's secret has.")
    return msgspec.structs.replace(
        setup,
        url=setup.url.rstrip("/"),
        identity=identity,
        agents=[msgspec.structs.replace(seat, password=_revealed(seat.password, where)) for seat in setup.agents],
        widget_origin=setup.widget_origin or origin,
        console_origin=setup.console_origin or origin,
    )


def _revealed(secret: str, where: str) -> str:
    """A secret itself, or with `env:NAME` the value of an environment variable."""
    if not secret.startswith("env:"):
        return secret
    try:
        return os.environ[secret[4:]]
    except KeyError:
        raise Trouble(f"{where}: the environment variable {secret[4:]} is not set.") from None


def _base(language: str) -> str:
    return language.lower().split("-")[0]
