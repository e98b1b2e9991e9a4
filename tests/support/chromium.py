"""Which Chromium do the browser tests drive, and with which fonts?

The system's Chromium or Chrome, else the one inside the npm package @sparticuz/chromium, unpacked once into `.cache`.
Fonts come from npm alone, through a fontconfig file of our own: the same glyphs on every machine.
"""

import io
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import brotli
from playwright.async_api import Browser, async_playwright

from ops.places import ROOT

MODULES = ROOT / "tests" / "browser" / "node_modules"
CACHE = ROOT / ".cache" / "browser"
SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
HOW_TO_GET_ONE = "no Chromium: run `make test`, which brings one (x86-64 Linux), or install Chromium or Chrome."

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Tests on small machines: /dev/shm may be tiny.
    "--disable-dev-shm-usage",
    # The same text width everywhere.
    "--font-render-hinting=none",
]

FONTS = ["@expo-google-fonts", "@embedpdf"]
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}
  <cachedir>{cache}</cachedir>
  <alias><family>sans-serif</family><prefer>{families}</prefer></alias>
  <alias><family>system-ui</family><prefer>{families}</prefer></alias>
  <alias><family>serif</family><prefer>{families}</prefer></alias>
  <alias><family>monospace</family><prefer>{families}</prefer></alias>
</fontconfig>
"""
FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hans", "Noto Sans Devanagari", "Noto Emoji")


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A headless Chromium with our fonts."""
    program = executable()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program,
            headless=True,
            args=FLAGS,
            chromium_sandbox=sandboxed(),
            env={**environment(program)},
        )
        yield browser
        await browser.close()


def executable() -> Path:
    """The browser's program."""
    for name in SYSTEM_NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    packed = MODULES / "@sparticuz" / "chromium" / "bin"
    assert packed.is_dir(), HOW_TO_GET_ONE
    return _unpacked(packed)


def sandboxed() -> bool:
    """Chromium's sandbox stays on, but for root, as whom it refuses to start with one."""
    return os.geteuid() != 0


def environment(program: Path) -> dict[str, str]:
    """The browser's environment: our fonts, and the libraries that came along where the system has none."""
    env = dict(os.environ) | {"FONTCONFIG_FILE": str(_fonts_conf())}
    libraries = program.parent / "lib"
    if libraries.is_dir() and not _starts(program, env):
        env["LD_LIBRARY_PATH"] = str(libraries)
        assert _starts(program, env), f"{program} does not start; what is missing: {_missing(program, env)}"
    return env


def _unpacked(packed: Path) -> Path:
    version = json.loads((packed.parent / "package.json").read_text())["version"]
    folder = CACHE / f"chromium-{version}"
    if not folder.exists():
        unfinished = CACHE / f"unfinished-{os.getpid()}"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        program = unfinished / "chromium"
        expand = brotli.Decompressor()
        with (packed / "chromium.br").open("rb") as source, program.open("wb") as target:
            while chunk := source.read(1 << 20):
                target.write(expand.process(chunk))
        program.chmod(0o755)
        # swiftshader draws without a graphics card, al2023 holds the shared libraries of a desktop.
        for name in ("swiftshader", "al2023"):
            content = brotli.decompress((packed / f"{name}.tar.br").read_bytes())
            with tarfile.open(fileobj=io.BytesIO(content)) as archive:
                # The data filter came with Python 3.11.4. The archive's own hash is in the lock file.
                if hasattr(tarfile, "data_filter"):
                    archive.extractall(unfinished, filter="data")
                else:
                    archive.extractall(unfinished)
        unfinished.rename(folder)
    return folder / "chromium"


def _starts(program: Path, env: dict[str, str]) -> bool:
    return subprocess.run([program, "--version"], env=env, capture_output=True, check=False).returncode == 0


def _missing(program: Path, env: dict[str, str]) -> str:
    said = subprocess.run(["ldd", program], env=env, capture_output=True, text=True, check=False).stdout
    return ", ".join(line.split()[0] for line in said.splitlines() if "not found" in line)


def _fonts_conf() -> Path:
    CACHE.mkdir(parents=True, exist_ok=True)
    file = CACHE / "fonts.conf"
    folders = "\n".join(f"  <dir>{MODULES / name}</dir>" for name in FONTS)
    families = "".join(f"<family>{name}</family>" for name in FAMILIES)
    text = FONTS_CONF.format(folders=folders, families=families, cache=CACHE / "fontconfig")
    if not file.exists() or file.read_text() != text:
        file.write_text(text)
    return file
