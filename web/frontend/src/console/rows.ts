// How does a log become what an agent reads? Days, groups of messages by one writer, quiet lines. Pure.

import type { Upload } from "../shared/files/uploads";
import type { FileBody } from "../shared/files/views";
import type { Unsent } from "../shared/outbox";
import { type EventOf, type EventOut, isEvent } from "../shared/protocol";
import { type DayRow, grouped, withDays } from "../shared/rows";
import type { Draft } from "./frames";
import type { Acknowledged } from "./known";

/** `sending`: kept here; `sent`: stored by the server; `read`: the customer has seen it; `refused`: ours to decide. */
export type Progress = "sending" | "sent" | "read" | "refused";

export interface MessageRow {
  kind: "message" | "note";
  key: string;
  at: number;
  side: "customer" | "me" | "colleague";
  /** Of the agent who wrote it; empty for the customer. */
  name: string;
  text: string;
  masked: string[];
  /** A note that names oneself. */
  forMe?: boolean;
  /** First and last of a group by one writer within a few minutes. */
  first: boolean;
  last: boolean;
  /** Of what the desk wrote to the customer. */
  progress?: Progress;
  /** In place of words. */
  file?: FileBody;
  upload?: Upload;
  client_id?: string;
  /** It can still be undone. */
  held?: boolean;
  refused?: string;
}

export type Row = DayRow | { kind: "line"; key: string; at: number; event: EventOut } | MessageRow;

export interface Material {
  me: string;
  events: readonly EventOut[];
  acknowledged: readonly Acknowledged[];
  unsent: readonly Unsent<Draft>[];
  held?: readonly Unsent<Draft>[];
  uploads?: readonly Upload[];
  readByCustomer: number;
}

export function rows({ me, events, acknowledged, unsent, held = [], uploads = [], readByCustomer }: Material): Row[] {
  const known = new Set(events.map((event) => event.client_id).filter(Boolean));
  const flat: Row[] = [];
  for (const event of events) {
    if (isEvent(event, "file")) {
      flat.push(sentFile(event, me, readByCustomer));
    } else if (isEvent(event, "message") || isEvent(event, "note")) {
      const side = event.by.kind === "customer" ? "customer" : event.by.id === me ? "me" : "colleague";
      const key = event.client_id || `seq.${event.seq}`;
      const row = written(event.type, key, event.at, side, event.body.text);
      row.name = side === "customer" ? "" : (event.by.name ?? "");
      row.masked = event.body.masked ?? [];
      if (isEvent(event, "note") && event.body.mentions?.includes(me)) row.forMe = true;
      if (side !== "customer") row.progress = event.seq <= readByCustomer ? "read" : "sent";
      flat.push(row);
    } else {
      flat.push({ kind: "line", key: `seq.${event.seq}`, at: event.at, event });
    }
  }
  for (const one of acknowledged) {
    if (known.has(one.client_id)) continue;
    flat.push({ ...written(one.kind, one.client_id, one.at, "me", one.text), progress: "sent" });
  }
  const leaving: Row[] = [];
  for (const { client_id, at, body, refused } of unsent) {
    if (known.has(client_id)) continue;
    const row = { ...written(body.kind, client_id, at / 1000, "me", body.text), client_id };
    leaving.push(refused ? { ...row, progress: "refused", refused } : { ...row, progress: "sending" });
  }
  for (const { client_id, at, body } of held) {
    leaving.push({
      ...written(body.kind, client_id, at / 1000, "me", body.text),
      client_id,
      progress: "sending",
      held: true,
    });
  }
  for (const upload of uploads) {
    if (known.has(upload.client_id)) continue;
    const row = { ...written("message", upload.client_id, upload.at / 1000, "me", ""), upload };
    leaving.push({ ...row, progress: upload.refused ? "refused" : "sending" });
  }
  leaving.sort((a, b) => a.at - b.at);
  return grouped(withDays([...flat, ...leaving]), writer);
}

function sentFile(event: EventOf<"file">, me: string, readByCustomer: number): MessageRow {
  const side = event.by.kind === "customer" ? "customer" : event.by.id === me ? "me" : "colleague";
  const row = written("message", event.client_id || `seq.${event.seq}`, event.at, side, "");
  return {
    ...row,
    name: side === "customer" ? "" : (event.by.name ?? ""),
    file: event.body,
    ...(side === "customer" ? {} : { progress: event.seq <= readByCustomer ? "read" : "sent" }),
  };
}

function written(
  kind: MessageRow["kind"],
  key: string,
  at: number,
  side: MessageRow["side"],
  text: string,
): MessageRow {
  return { kind, key, at, side, name: "", text, masked: [], first: true, last: true };
}

/** Whose a row is, for grouping: a note is no part of a group of messages. */
function writer(row: Row): string | undefined {
  if (row.kind !== "message" && row.kind !== "note") return undefined;
  return `${row.kind} ${row.side} ${row.side === "colleague" ? row.name : ""}`;
}
