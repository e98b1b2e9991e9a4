"""How do TypeScript and a reader learn the frames? This writes both from the structs.

`python -m web.protocol.generate` writes `web/frontend/src/shared/protocol.gen.ts` and `docs/protocol.md`;
with `--check` it only says whether they are current.
"""

from __future__ import annotations

import sys
import typing
from pathlib import Path
from types import UnionType
from typing import Any

import msgspec
from msgspec import inspect as mi

from chat.errors import ERRORS, CloseCode
from chat.events import BODIES, MESSAGE_CHARACTERS
from chat.serialise import CUSTOMER_FIELDS
from web.protocol import agent, customer, shared

ROOT = Path(__file__).resolve().parents[2]
TYPESCRIPT = ROOT / "web/frontend/src/shared/protocol.gen.ts"
DOCUMENT = ROOT / "docs/protocol.md"

SIDES: dict[str, dict[str, UnionType]] = {
    "Customer": {"Request": customer.CustomerRequest, "Frame": customer.CustomerFrame},
    "Agent": {"Request": agent.AgentRequest, "Frame": agent.AgentFrame},
}


def prose(struct: type[Any]) -> str:
    """A struct's docstring on one line."""
    return " ".join((struct.__doc__ or "").split())


def type_text(kind: mi.Type, prefix: str) -> str:
    """A field's type in TypeScript, which is readable enough for the document too."""
    match kind:
        case mi.StrType():
            return "string"
        case mi.IntType() | mi.FloatType():
            return "number"
        case mi.BoolType():
            return "boolean"
        case mi.NoneType():
            return "null"
        case mi.AnyType():
            return "unknown"
        case mi.LiteralType(values=values):
            return " | ".join(f'"{value}"' for value in values)
        case mi.ListType(item_type=item):
            inner = type_text(item, prefix)
            return f"({inner})[]" if " | " in inner else f"{inner}[]"
        case mi.DictType(key_type=key, value_type=value):
            return f"Record<{type_text(key, prefix)}, {type_text(value, prefix)}>"
        case mi.UnionType(types=types):
            return " | ".join(type_text(one, prefix) for one in types)
        case mi.StructType(cls=cls):
            return name_of(cls, prefix)
    raise TypeError(f"no TypeScript for {kind}")


def name_of(struct: type[Any], prefix: str) -> str:
    """The two faces have frames of one name (`Hello`); those get the side in front."""
    package = ".".join(struct.__module__.split(".")[:3])
    side = {"web.protocol.customer": "Customer", "web.protocol.agent": "Agent"}.get(package, "")
    name = struct.__name__
    if name.startswith(side):
        return name
    suffix = "Request" if issubclass(struct, shared.Request) else ""
    return f"{side}{name}{suffix}"


def nested(kind: mi.Type) -> typing.Iterator[type[Any]]:
    """Every struct inside a type, innermost first."""
    match kind:
        case mi.ListType(item_type=item):
            yield from nested(item)
        case mi.DictType(value_type=value):
            yield from nested(value)
        case mi.UnionType(types=types):
            for one in types:
                yield from nested(one)
        case mi.StructType(cls=cls, fields=fields):
            for each in fields:
                yield from nested(each.type)
            yield cls


def struct_type(struct: type[Any]) -> mi.StructType:
    """The inspected struct."""
    kind = mi.type_info(struct)
    assert isinstance(kind, mi.StructType)
    return kind


def fields_of(struct: type[Any]) -> list[tuple[str, str, bool]]:
    """(name, type, optional) of each field, the tag first."""
    kind = struct_type(struct)
    rows = [(kind.tag_field, f'"{kind.tag}"', False)] if kind.tag_field else []
    return rows + [(each.encode_name, type_text(each.type, ""), not each.required) for each in kind.fields]


def typescript() -> str:
    """The whole of `protocol.gen.ts`."""
    out = ["// Generated from web/protocol by `make protocol`. Do not edit.", ""]
    out.append(f"export const VERSION = {shared.VERSION};")
    out.append(f"export const MESSAGE_CHARACTERS = {MESSAGE_CHARACTERS};")
    codes = {name: value for name, value in vars(CloseCode).items() if name.isupper()}
    out.append(
        f"export const CloseCode = {{ {', '.join(f'{name}: {value}' for name, value in codes.items())} }} as const;"
    )
    out.append(f"export type ErrorCode = {' | '.join(f'{chr(34)}{code}{chr(34)}' for code in ERRORS)};")
    out.append("")
    done: set[type[Any]] = set()
    for side, unions in SIDES.items():
        for role, union in unions.items():
            for struct in typing.get_args(union):
                for part in nested(mi.type_info(struct)):
                    if part not in done:
                        done.add(part)
                        out += interface(part, name_of(part, side))
            names = " | ".join(name_of(struct, side) for struct in typing.get_args(union))
            out += [f"export type {side}{role} = {names};", ""]
    for event, body in BODIES.items():
        for part in (part for field in struct_type(body).fields for part in nested(field.type)):
            if part not in done:
                done.add(part)
                out += interface(part, name_of(part, ""))
        out += (
            interface(body, f"{body.__name__}Body", extra=f"Body of the event `{event}`. ") if body not in done else []
        )
    out.append("export interface EventBodies {")
    out += [f"  {event}: {body.__name__}Body;" for event, body in BODIES.items()]
    out += ["}", ""]
    return "\n".join(out)


def interface(struct: type[Any], name: str, extra: str = "") -> list[str]:
    """One TypeScript interface."""
    lines = [f"/** {extra}{prose(struct)} */", f"export interface {name} {{"]
    for field, kind, optional in fields_of(struct):
        mark = "?" if optional else ""
        lines.append(f"  {field}{mark}: {kind};")
    return [*lines, "}", ""]


def default_text(each: mi.Field) -> str:
    """What an absent field means."""
    if each.default is not msgspec.NODEFAULT:
        return f"`{msgspec.json.encode(each.default).decode()}`"
    if each.default_factory is not msgspec.NODEFAULT:
        return f"`{msgspec.json.encode(each.default_factory()).decode()}`"
    return "required"


def table(struct: type[Any]) -> list[str]:
    """One frame or shape for the document."""
    defaults = {each.encode_name: default_text(each) for each in struct_type(struct).fields}
    rows = [
        f"| `{name}` | `{kind.replace('|', chr(92) + '|')}` | {defaults[name] if optional else 'required'} |"
        for name, kind, optional in fields_of(struct)
    ]
    return [prose(struct), "", "| field | type | if absent |", "|---|---|---|", *rows, ""]


def document() -> str:
    """The whole of `docs/protocol.md`."""
    out = [(Path(__file__).parent / "introduction.md").read_text().rstrip(), ""]
    titles = {"Customer": "The widget: `/ws/customer`", "Agent": "The console: `/ws/agent`"}
    told: set[type[Any]] = set()
    for side, unions in SIDES.items():
        out += [f"## {titles[side]}", ""]
        for role, union in unions.items():
            out += [f"### From the {'client' if role == 'Request' else 'server'}", ""]
            for struct in typing.get_args(union):
                if struct in told:
                    out += [f"#### `{struct_type(struct).tag}`", "", "As above.", ""]
                    continue
                told.add(struct)
                out += [f"#### `{struct_type(struct).tag}`", "", *table(struct)]
        shapes = [
            part
            for union in unions.values()
            for struct in typing.get_args(union)
            for part in nested(mi.type_info(struct))
        ]
        out += ["### Shapes inside these frames", ""]
        for part in dict.fromkeys(shapes):
            if part not in told:
                told.add(part)
                out += [f"#### {name_of(part, side)}", "", *table(part)]
    out += [
        "## Events",
        "",
        "The bodies of the events of a log, by `type`. The last column says what a customer sees.",
        "",
    ]
    for event, body in BODIES.items():
        seen = CUSTOMER_FIELDS.get(event)
        who = (
            "A customer never receives this event."
            if seen is None
            else f"A customer sees: {', '.join(f'`{f}`' for f in seen) or 'that it happened'}."
        )
        out += [f"### `{event}`", "", *table(body), who, ""]
    out += [
        "## Errors",
        "",
        "The same table for HTTP (`status`) and sockets.",
        "",
        "| code | status | try again | message |",
        "|---|---|---|---|",
    ]
    out += [
        f"| `{code}` | {row.status} | {'yes' if row.retryable else 'no'} | {row.message} |"
        for code, row in ERRORS.items()
    ]
    out += [
        "",
        "## Close codes",
        "",
        "4000 to 4499 mean reconnect and resume, 4500 to 4999 mean stop.",
        "",
        "| code | name |",
        "|---|---|",
    ]
    out += [f"| {value} | {name.lower()} |" for name, value in vars(CloseCode).items() if name.isupper()]
    return "\n".join(out) + "\n"


def main() -> int:
    """Write both files, or with `--check` say which is out of date."""
    wanted = {TYPESCRIPT: typescript(), DOCUMENT: document()}
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    if "--check" in sys.argv:
        for path in stale:
            sys.stderr.write(f"{path.relative_to(ROOT)} is out of date: run `make protocol`\n")
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
