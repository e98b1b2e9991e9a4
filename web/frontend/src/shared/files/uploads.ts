// How does a file get to the server over a bad line? In parts that adapt to the line, one file at a time, going on from
// what has arrived; and after everything else failed, by the sender's own decision.
import { newId } from "../ids";
import type { Kept, Shelf } from "./shelf";

export const FILE_BYTES = 100 * 1024 * 1024;
/** As the server takes them. */
const LARGEST_PART = 1024 * 1024;
const SMALLEST_PART = 32 * 1024;
/** A part that takes longer is too large for this line, one that takes less than half of it may grow. */
const GOOD_PART_MS = 2_000;
const AGAIN_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

export interface Upload {
  client_id: string;
  thread: string;
  name: string;
  type: string;
  size: number;
  at: number;
  /** Bytes that the server has. */
  done: number;
  /** A code of the error table: it goes on only when its sender says so. */
  refused?: string;
  /** There for as long as the page is: to show a picture before it is sent. */
  blob: Blob;
}

export interface UploadsOptions {
  shelf: Shelf;
  /** What shows the server who is asking. */
  headers(): Record<string, string>;
  /** Whether its thread exists yet, what was written before it has gone, and there is a line. */
  ready(upload: Pick<Upload, "thread" | "at">): boolean;
  changed(list: readonly Upload[]): void;
  /** Milliseconds; a face that knows the server's clock says that, since the device's may be wrong. */
  now?: () => number;
  fetch?: typeof fetch;
  wait?: (ms: number) => Promise<void>;
}

class Failure extends Error {
  readonly code: string;
  readonly data: Record<string, unknown>;
  /** May the same be tried again by itself? */
  readonly passing: boolean;

  constructor(code: string, data: Record<string, unknown> = {}, passing = false) {
    super(code);
    this.code = code;
    this.data = data;
    this.passing = passing;
  }
}

interface Standing {
  file: string;
  offset: number;
  state: "receiving" | "checking" | "sent";
}

export class Uploads {
  private readonly options: UploadsOptions;
  private list: Upload[] = [];
  private busy = false;
  private part = 128 * 1024;
  private ended = false;

  constructor(options: UploadsOptions) {
    this.options = options;
  }

  /** What an earlier page began goes on. */
  async restore(): Promise<void> {
    const kept = await this.options.shelf.all();
    const known = new Set(this.list.map((each) => each.client_id));
    const found = kept.filter((each) => !known.has(each.client_id)).sort((a, b) => a.at - b.at);
    if (!found.length) return;
    this.set([...found.map(begun), ...this.list]);
    this.go();
  }

  add(thread: string, files: readonly File[]): void {
    const now = (this.options.now ?? Date.now)();
    const fresh = files.map((file, i): Upload => {
      const kept = { client_id: newId(), thread, name: nameOf(file), at: now + i, blob: file };
      const refused = file.size === 0 ? "file_empty" : file.size > FILE_BYTES ? "file_too_large" : "";
      if (!refused) void this.options.shelf.put(kept);
      return { ...begun(kept), ...(refused ? { refused } : {}) };
    });
    this.set([...this.list, ...fresh]);
    this.go();
  }

  retry(clientId: string): void {
    this.change(clientId, ({ refused: _, ...rest }) => rest);
    this.go();
  }

  /** Given up by its sender, or in the log: nothing more to do. */
  drop(clientId: string): void {
    if (!this.list.some((each) => each.client_id === clientId)) return;
    void this.options.shelf.remove(clientId);
    this.set(this.list.filter((each) => each.client_id !== clientId));
  }

  /** The thread of a placeholder exists now. */
  rename(placeholder: string, thread: string): void {
    for (const each of this.list.filter((one) => one.thread === placeholder)) {
      this.change(each.client_id, (one) => ({ ...one, thread }));
      void this.options.shelf.put({ ...kept(each), thread });
    }
    this.go();
  }

  /** There may be a line again. */
  go(): void {
    if (!this.busy && !this.ended) void this.run();
  }

  end(): void {
    this.ended = true;
  }

  private async run(): Promise<void> {
    this.busy = true;
    try {
      for (let next = this.next(); next && !this.ended; next = this.next()) await this.one(next.client_id);
    } finally {
      this.busy = false;
    }
  }

  private next(): Upload | undefined {
    return this.list.find((each) => !each.refused && this.options.ready(each));
  }

  /** One file to its end: in the log, refused, given up, or the line is gone. */
  private async one(clientId: string): Promise<void> {
    let failures = 0;
    for (;;) {
      const upload = this.list.find((each) => each.client_id === clientId);
      if (!upload || upload.refused || this.ended || !this.options.ready(upload)) return;
      try {
        await this.through(upload);
        this.drop(clientId);
        return;
      } catch (failure) {
        const known = failure instanceof Failure ? failure : new Failure("unreachable", {}, true);
        if (!known.passing) {
          this.change(clientId, (each) => ({ ...each, refused: known.code }));
          return;
        }
        const pause = Number(known.data.retry_after) * 1000 || AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)] || 0;
        failures++;
        await (this.options.wait ?? sleep)(pause);
      }
    }
  }

  private async through(upload: Upload): Promise<void> {
    const { client_id, thread, name, size, blob } = upload;
    let at: Standing = await this.call("", "POST", JSON.stringify({ thread, client_id, name, size }));
    const path = `/${at.file}`;
    while (at.state === "receiving" && at.offset < size) {
      // Given up meanwhile.
      if (!this.list.some((each) => each.client_id === client_id)) {
        await this.call(path, "DELETE");
        return;
      }
      this.change(client_id, (each) => ({ ...each, done: at.offset }));
      const end = Math.min(size, at.offset + this.part);
      const started = performance.now();
      at = await this.call(`${path}?offset=${at.offset}`, "PATCH", await bytes(blob, at.offset, end)).catch(elsewhere);
      this.adapt(performance.now() - started);
    }
    this.change(client_id, (each) => ({ ...each, done: size }));
    if (at.state !== "sent") await this.call(`${path}/send`, "POST", "{}");
  }

  private adapt(took: number): void {
    if (took > GOOD_PART_MS) this.part = Math.max(SMALLEST_PART, this.part / 2);
    else if (took < GOOD_PART_MS / 2) this.part = Math.min(LARGEST_PART, this.part * 2);
  }

  private async call(path: string, method: string, body?: BodyInit): Promise<Standing> {
    let response: Response;
    try {
      response = await (this.options.fetch ?? fetch)(`/api/v1/files${path}`, {
        method,
        headers: this.options.headers(),
        ...(body === undefined ? {} : { body }),
      });
    } catch {
      throw new Failure("unreachable", {}, true);
    }
    const answer = await response.json().catch(() => undefined);
    if (response.ok && answer) return answer as Standing;
    // A proxy's page is no answer of ours: the server is restarting.
    if (!answer?.code) throw new Failure("unavailable", {}, true);
    throw new Failure(answer.code, answer.data ?? {}, answer.retryable);
  }

  private change(clientId: string, make: (upload: Upload) => Upload): void {
    this.set(this.list.map((each) => (each.client_id === clientId ? make(each) : each)));
  }

  private set(list: Upload[]): void {
    this.list = list;
    this.options.changed(list);
  }
}

/** A part whose answer was lost has arrived all the same: the server says where to go on. */
function elsewhere(failure: unknown): Standing {
  if (failure instanceof Failure && failure.code === "file_offset" && typeof failure.data.offset === "number") {
    return { file: "", offset: failure.data.offset, state: "receiving" };
  }
  throw failure;
}

/** Read before it is sent: a file that has changed or gone since it was chosen is said to be so, not tried for ever. */
async function bytes(blob: Blob, from: number, to: number): Promise<ArrayBuffer> {
  try {
    return await blob.slice(from, to).arrayBuffer();
  } catch {
    throw new Failure("file_gone");
  }
}

function begun({ client_id, thread, name, at, blob }: Kept): Upload {
  return { client_id, thread, name, type: blob.type, size: blob.size, at, done: 0, blob };
}

function kept({ client_id, thread, name, at, blob }: Upload): Kept {
  return { client_id, thread, name, at, blob };
}

/** What is pasted has no name of its own, or one that every screenshot has. */
function nameOf(file: File): string {
  if (file.name && file.name !== "image.png") return file.name;
  const time = new Date().toISOString().slice(0, 19).replace("T", " ").replaceAll(":", ".");
  return `screenshot ${time}.${file.type.split("/")[1] ?? "png"}`;
}

/** Whether something written to a file's thread before it is still here: the two arrive as they were made. */
export function isBehind(
  { thread, at }: Pick<Upload, "thread" | "at">,
  written: readonly { thread: string; at: number; refused?: string }[],
): boolean {
  return written.some((each) => each.thread === thread && each.at <= at && !each.refused);
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
