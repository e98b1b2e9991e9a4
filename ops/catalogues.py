"""How do Python, templates and TypeScript share one set of translations?

English is the source text. Each language has one gettext file, `locale/<language>/LC_MESSAGES/django.po`:

    python -m ops.catalogues update [LANGUAGE]   gather the texts of the sources into the .po files (or a new one)
    python -m ops.catalogues compile             .po → .mo for Django, and JSON for each face of the front end
    python -m ops.catalogues check               fail where something is missing, fuzzy, unused or does not fit
    python -m ops.catalogues extract             only print what the sources contain

Babel does the work, so no GNU gettext is needed. Plural forms come from CLDR, in CLDR's order, which is why a form of a
.po file can be handed to `Intl.PluralRules` by its name. Sources mark texts so: Python `_("…")`, templates
`{% translate %}` and `{% blocktranslate %}`, TypeScript `t("…", {name})` and `tn("one", "other", count)`.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "locale"
FRONTEND = "web/frontend/src"
JSON_FOLDER = ROOT / FRONTEND / "messages"
PACKAGES = ("chat", "agents", "desk", "routing", "tickets", "reporting", "search", "help", "web", "demo")

# Which sources each face of the front end consists of; it gets their texts and no others.
FACES = {
    "widget": (f"{FRONTEND}/widget/",),
    # What the widget fetches only after its first view: never paid for by whoever just looks.
    "chat": (f"{FRONTEND}/widget/chat/", f"{FRONTEND}/shared/"),
    "console": (f"{FRONTEND}/console/", f"{FRONTEND}/shared/"),
}
SOURCE_LANGUAGE = "en"
# What only colleagues read may lag behind: its face stays in English until all is translated. Customers' texts may not.
MAY_LAG = (f"{FRONTEND}/console/", "routing/", "agents/", "desk/", "web/office/", "web/templates/office/")
CLDR_ORDER = ("zero", "one", "two", "few", "many", "other")
PYTHON_WORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "gettext_noop": None}
SCRIPT_WORDS = {"t": None, "tn": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
WIDTH = 110


def language_tag(folder: str) -> str:
    """`zh_Hans` → `zh-Hans`."""
    return folder.replace("_", "-")


def complete(message: Message) -> bool:
    """Whether every form of a message is translated."""
    return all(forms(message))


def may_lag(message: Message) -> bool:
    """Whether a message stands only where a missing translation does no harm."""
    return bool(message.locations) and all(name.startswith(MAY_LAG) for name, _line in message.locations)


def plural_names(locale: Locale) -> list[str]:
    """The plural categories of a language, in the order of its .po forms."""
    tags = {*locale.plural_form.tags, "other"}
    return [name for name in CLDR_ORDER if name in tags]


def plural_forms(locale: Locale) -> str:
    """The rule that says which form a number takes, in gettext's terms.

    CLDR asks some languages for the exponent `e` of a number like "1.2 million"; gettext knows only plain ones, whose
    exponent is 0.
    """
    return re.sub(r"\be\b", "0", to_gettext(locale.plural_form))


# Gathering


def sources() -> Iterator[tuple[str, Path]]:
    """(how to read it, file) for every file that may hold texts."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts and "node_modules" not in path.parts:
                yield "python", path
        for path in sorted((ROOT / package).glob("templates/**/*")):
            if path.suffix in {".html", ".txt"}:
                yield "template", path
    for path in sorted((ROOT / FRONTEND).rglob("*.ts*")):
        if not path.name.endswith((".test.ts", ".test.tsx", ".d.ts", ".gen.ts")):
            yield "javascript", path


def texts(kind: str, path: Path) -> Iterator[tuple[str | tuple[str, ...], list[str]]]:
    """The texts of one file, with the comments for translators above them."""
    stream: IO[bytes] = io.BytesIO(path.read_bytes())
    if kind == "template":
        # Django's own reading of its templates, as Python that Babel understands.
        stream = io.BytesIO(templatize(path.read_text(encoding="utf-8")).encode())
    method, words = ("javascript", SCRIPT_WORDS) if kind == "javascript" else ("python", PYTHON_WORDS)
    # Texts stand within template strings too: `${name} ${t("(optional)")}`.
    options = {"encoding": "utf-8", "parse_template_string": True}
    found = extract(method, stream, words, ["Translators:"], options)
    for _line, text, comments, _context in found:
        if text and text != "":
            yield text, comments


def gather() -> Catalog:
    """A template of all texts, each with the files in which it stands."""
    template = Catalog(project="Switchboard", charset="utf-8", fuzzy=False)
    for kind, path in sources():
        name = path.relative_to(ROOT).as_posix()
        for text, comments in texts(kind, path):
            template.add(text, locations=[(name, 1)], auto_comments=comments)
    for message in template:
        # One line per file: line numbers would change with every edit elsewhere in the file.
        message.locations = sorted(set(message.locations))
    return template


# Files


def po_path(folder: str) -> Path:
    """Where a language's texts are kept."""
    return LOCALES / folder / "LC_MESSAGES" / "django.po"


def languages() -> list[str]:
    """The languages that there are, as folder names."""
    return sorted(path.parents[1].name for path in LOCALES.glob("*/LC_MESSAGES/django.po"))


def load(folder: str) -> Catalog:
    """A language's texts as they are."""
    with po_path(folder).open("rb") as file:
        return read_po(file, locale=folder, charset="utf-8", abort_invalid=True)


def merged(folder: str, template: Catalog) -> Catalog:
    """A language's texts brought up to date with the sources."""
    catalogue = load(folder) if po_path(folder).exists() else Catalog(locale=folder, charset="utf-8", fuzzy=False)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    locale = Locale.parse(folder)
    catalogue.mime_headers = [("Plural-Forms", to_gettext(locale.plural_form))]
    if locale.language == SOURCE_LANGUAGE:
        for message in translatable(catalogue):
            message.string = message.id
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """What is written: no dates and names, so that only a changed text changes the file."""
    assert catalogue.locale is not None
    out = io.BytesIO()
    write_po(
        out, catalogue, width=WIDTH, omit_header=True, sort_output=False, include_lineno=False, ignore_obsolete=True
    )
    header = (
        f"# {catalogue.locale.english_name} texts of Switchboard. English is the source text.\n"
        'msgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Language: {catalogue.locale}\\n"\n'
        f'"Plural-Forms: {plural_forms(catalogue.locale)}\\n"\n\n'
    )
    return header.encode() + out.getvalue().lstrip(b"\n")


def translatable(catalogue: Catalog) -> list[Message]:
    """All but the header."""
    return [message for message in catalogue if message.id]


# Compiling


def forms(message: Message) -> list[str]:
    """The translations of a message; one unless it has plurals."""
    string = message.string
    return list(string) if isinstance(string, (list, tuple)) else [string or ""]


def belongs(name: str, face: str) -> bool:
    """Whether a source is of this face: of several whose prefix it has, the one with the longest."""
    own = max((len(prefix) for prefix in FACES[face] if name.startswith(prefix)), default=0)
    return own > 0 and all(len(prefix) <= own for each in FACES.values() for prefix in each if name.startswith(prefix))


def as_json(catalogue: Catalog, face: str) -> str | None:
    """What a face needs: text → translation, or → {plural category: translation}. None while something is missing:
    half a language is worse than none, above all where it turns the page from right to left."""
    assert catalogue.locale is not None
    names = plural_names(catalogue.locale)
    out: dict[str, str | dict[str, str]] = {}
    for message in translatable(catalogue):
        if not any(belongs(name, face) for name, _line in message.locations):
            continue
        if not complete(message):
            return None
        key = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
        if message.pluralizable:
            by_name = dict(zip(names, forms(message), strict=True))
            # Most languages say many numbers alike; `other` stands for what is not named.
            out[key] = {name: form for name, form in by_name.items() if name == "other" or form != by_name["other"]}
        else:
            out[key] = forms(message)[0]
    return json.dumps(out, ensure_ascii=False, separators=(",", ":"))


def compile_all() -> None:
    """Write what Django and the front end read."""
    for folder in languages():
        catalogue = load(folder)
        for message in translatable(catalogue):
            if not complete(message):
                message.string = ""  # half a plural is none: the source text is shown
        with po_path(folder).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        for face in FACES:
            path = JSON_FOLDER / face / f"{language_tag(folder)}.json"
            text = as_json(catalogue, face)
            if text is None or folder == SOURCE_LANGUAGE:  # the sources are English already
                path.unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


# Checking


def placeholders(text: str) -> set[str]:
    """The names that are filled in later."""
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def faults(folder: str, template: Catalog) -> Iterator[str]:
    """What is wrong with a language's file, in words."""
    if as_po(load(folder)) != as_po(merged(folder, template)):
        yield "is not up to date with the sources: run `python -m ops.catalogues update`, then translate"
    catalogue = load(folder)
    count = len(plural_names(Locale.parse(folder)))
    for message in translatable(catalogue):
        source = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        shown = f"“{source[0][:60]}”"
        given = forms(message)
        if message.fuzzy:
            yield f"{shown} is marked fuzzy: look at it, and remove the mark"
        if not complete(message):
            if not may_lag(message):
                yield f"{shown} is not translated"
            continue
        if message.pluralizable and len(given) != count:
            yield f"{shown} has {len(given)} plural forms, the language needs {count}"
        wanted = placeholders(source[-1])
        for form in given:
            # "One message" may leave the number out; anything else must be there.
            optional = {"count"} if message.pluralizable else set()
            if not wanted - optional <= placeholders(form) <= wanted:
                yield f"{shown} must have {{{', '.join(sorted(wanted))}}}, and “{form[:60]}” does not"


def check() -> int:
    """0 when every language is complete and right."""
    template = gather()
    found = [f"locale/{folder}: {fault}" for folder in languages() for fault in faults(folder, template)]
    for line in found:
        sys.stderr.write(line + "\n")
    return 1 if found else 0


def update(folder: str | None) -> None:
    """Bring one language (a new one too) or all up to date."""
    for each in [folder] if folder else languages():
        Locale.parse(each)
        # A template of its own for each: merging hands its messages over, and English fills them in.
        catalogue = merged(each, gather())
        po_path(each).parent.mkdir(parents=True, exist_ok=True)
        po_path(each).write_bytes(as_po(catalogue))
        open_ones = sum(1 for message in translatable(catalogue) if not complete(message))
        print(f"{each}: {len(catalogue)} texts, {open_ones} to translate")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m ops.catalogues", description=__doc__.split("\n")[0])
    parser.add_argument("command", choices=["extract", "update", "compile", "check"])
    parser.add_argument("language", nargs="?", help="for update: a folder name such as pt_BR")
    given = parser.parse_args()
    match given.command:
        case "extract":
            sys.stdout.buffer.write(as_po(merged(SOURCE_LANGUAGE, gather())))
        case "update":
            update(given.language)
        case "compile":
            compile_all()
        case _:
            return check()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
