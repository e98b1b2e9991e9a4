// How does a log become what is read? Days, groups of messages by one writer, quiet lines for what happened. Pure.

import type { Upload } from "../../shared/files/uploads";
import type { FileBody } from "../../shared/files/views";
import type { Unsent } from "../../shared/outbox";
import { type EventOut, isEvent, isSaid } from "../../shared/protocol";
import { type DayRow, grouped, withDays } from "../../shared/rows";
import type { Draft } from "../frames";
import type { Acknowledged } from "../known";

/** `sending`: kept here; `sent`: stored by the server; `delivered`: it has come to the agent's console; `read`: an agent
 * has seen it; `refused`: the writer decides. */
export type Status = "sending" | "sent" | "delivered" | "read" | "refused";

export interface MessageRow {
  kind: "message";
  key: string;
  at: number;
  mine: boolean;
  /** Of the agent; empty for the customer's own. */
  name: string;
  text: string;
  masked: string[];
  /** First and last of a group by one writer within a few minutes. */
  first: boolean;
  last: boolean;
  /** In place of words. */
  file?: FileBody;
  upload?: Upload;
  status?: Status;
  client_id?: string;
  refused?: string;
}

export type Row = DayRow | { kind: "line"; key: string; at: number; event: EventOut } | MessageRow;

export interface Material {
  events: readonly EventOut[];
  acknowledged: readonly Acknowledged[];
  unsent: readonly Unsent<Draft>[];
  uploads?: readonly Upload[];
  /** How far any agent has read. */
  readByAgent: number;
  /** How far it has come to the agent's console. */
  delivered?: number;
}

/** Beside these, events that the widget does not know are passed over: the server may be newer. */
const LINES = new Set([
  "assigned",
  "requeued",
  "transferred",
  "ended",
  "rated",
  "escalated",
  "ticket_status",
  "contact",
  "identified",
  "linked",
  "reopened",
  "warned",
  "blocked",
  "appealed",
  "appeal_answered",
]);

export function rows({ events, acknowledged, unsent, uploads = [], readByAgent, delivered = 0 }: Material): Row[] {
  const got = (seq: number): Status => (seq <= readByAgent ? "read" : seq <= delivered ? "delivered" : "sent");
  const known = new Set(events.map((event) => event.client_id).filter(Boolean));
  const flat: Row[] = [];
  const paused = events.some((event) => event.type === "blocked");
  for (const event of events) {
    // What a pause says of writing again is what counts.
    if (paused && endedForAbuse(event)) continue;
    if (isSaid(event)) {
      const mine = event.by.kind === "customer";
      flat.push({
        ...message(
          event.client_id || `seq.${event.seq}`,
          event.at,
          mine,
          isEvent(event, "message") ? event.body.text : "",
        ),
        ...(isEvent(event, "file") ? { file: event.body } : {}),
        name: mine ? "" : (event.by.name ?? ""),
        masked: isEvent(event, "message") ? (event.body.masked ?? []) : [],
        ...(mine ? { status: got(event.seq) } : {}),
      });
    } else if (LINES.has(event.type)) {
      flat.push({ kind: "line", key: `seq.${event.seq}`, at: event.at, event });
    }
  }
  for (const one of acknowledged) {
    if (!known.has(one.client_id)) flat.push({ ...message(one.client_id, one.at, true, one.text), status: "sent" });
  }
  for (const one of unsent) {
    if (known.has(one.client_id)) continue;
    const row = { ...message(one.client_id, one.at / 1000, true, one.body.text), client_id: one.client_id };
    flat.push(one.refused ? { ...row, status: "refused", refused: one.refused } : { ...row, status: "sending" });
  }
  for (const upload of uploads) {
    if (known.has(upload.client_id)) continue;
    const row = { ...message(upload.client_id, upload.at / 1000, true, ""), client_id: upload.client_id, upload };
    flat.push({ ...row, status: upload.refused ? "refused" : "sending" });
  }
  return grouped(withDays(flat), writer);
}

/** Is this the end that a chat has whose customer was not kind? */
export const endedForAbuse = (event: EventOut): boolean => isEvent(event, "ended") && event.body.reason === "abuse";

function message(key: string, at: number, mine: boolean, text: string): MessageRow {
  return { kind: "message", key, at, mine, name: "", text, masked: [], first: true, last: true };
}

/** Whose a row is, for grouping. */
const writer = (row: Row): string | undefined => (row.kind === "message" ? `${row.mine} ${row.name}` : undefined);
