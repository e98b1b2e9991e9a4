import { describe, expect, it, vi } from "vitest";
import type { Kept, Shelf } from "./shelf";
import { isBehind, type Upload, Uploads } from "./uploads";

const KB = 1024;

/** A server as docs/protocol.md describes it, whose line can be cut. */
class Server {
  files = new Map<string, { size: number; bytes: number; sent: number; name: string }>();
  /** Answers of these calls are lost on the way back: the server has acted. */
  lost: string[] = [];
  refuse: Record<string, unknown> | undefined;
  calls: string[] = [];

  fetch = (async (path: string, init: RequestInit) => {
    const url = new URL(path, "https://desk.example");
    const kind = `${init.method} ${url.pathname.replace(/^\/api\/v1\/files/, "").replace(/^\/c\d+/, "")}`;
    this.calls.push(kind);
    if (this.refuse) return this.answer(409, this.refuse);
    const answer = this.act(url, init);
    if (this.lost[0] === kind) {
      this.lost.shift();
      throw new TypeError("lost");
    }
    return answer;
  }) as unknown as typeof fetch;

  private act(url: URL, init: RequestInit): Response {
    const [, id = "", what] = url.pathname.replace("/api/v1/files", "").split("/");
    if (!id) {
      const given = JSON.parse(String(init.body));
      const key = `c${[...this.files.keys()].indexOf(given.client_id) < 0 ? this.files.size : [...this.files.keys()].indexOf(given.client_id)}`;
      if (!this.files.has(given.client_id))
        this.files.set(given.client_id, { size: given.size, bytes: 0, sent: 0, name: given.name });
      return this.standing(key);
    }
    const file = [...this.files.values()][Number(id.slice(1))];
    if (!file) return this.answer(404, { code: "file_unknown", retryable: false });
    if (init.method === "PATCH") {
      const offset = Number(url.searchParams.get("offset"));
      if (offset !== file.bytes) return this.answer(409, { code: "file_offset", data: { offset: file.bytes } });
      file.bytes += (init.body as ArrayBuffer).byteLength;
    }
    if (what === "send" && !file.sent) file.sent++;
    return this.standing(id);
  }

  private standing(id: string): Response {
    const file = [...this.files.values()][Number(id.slice(1))];
    return this.answer(200, { file: id, offset: file?.bytes ?? 0, state: file?.sent ? "sent" : "receiving" });
  }

  private answer(status: number, body: unknown): Response {
    return new Response(JSON.stringify(body), { status });
  }
}

function memory(entries = new Map<string, Kept>()): Shelf & { entries: Map<string, Kept> } {
  return {
    entries,
    all: async () => [...entries.values()],
    put: async (one) => void entries.set(one.client_id, one),
    remove: async (id) => void entries.delete(id),
  };
}

function sender(server: Server, shelf: Shelf = memory()) {
  const state = { online: true, list: [] as readonly Upload[], most: 0, look: (_: readonly Upload[]): unknown => 0 };
  const uploads = new Uploads({
    shelf,
    headers: () => ({}),
    ready: ({ thread }) => state.online && !thread.startsWith("new."),
    changed: (list) => {
      state.list = list;
      state.most = Math.max(state.most, ...list.map((each) => each.done));
      state.look(list);
    },
    fetch: server.fetch,
    wait: async () => {},
  });
  return { uploads, state };
}

const file = (size: number, name = "film.webm") => new File([new Uint8Array(size)], name, { type: "video/webm" });
const done = (server: Server, count = 1) =>
  vi.waitFor(() => expect([...server.files.values()].filter((each) => each.sent)).toHaveLength(count));

describe("an upload", () => {
  it("goes out in parts, with its progress, and is forgotten once it is sent", async () => {
    const server = new Server();
    const shelf = memory();
    const { uploads, state } = sender(server, shelf);
    uploads.add("t1", [file(700 * KB)]);
    expect(shelf.entries.size).toBe(1);
    await done(server);
    expect([...server.files.values()][0]?.bytes).toBe(700 * KB);
    expect(state.most).toBe(700 * KB);
    await vi.waitFor(() => expect(state.list).toEqual([]));
    expect(shelf.entries.size).toBe(0);
  });

  it("goes on where the server is, whichever answer was lost", async () => {
    const server = new Server();
    server.lost = ["POST ", "PATCH ", "PATCH ", "POST /send"];
    const { uploads } = sender(server);
    uploads.add("t1", [file(900 * KB)]);
    await done(server);
    const [one] = [...server.files.values()];
    expect(server.files.size).toBe(1);
    expect(one?.bytes).toBe(900 * KB);
    expect(server.lost).toEqual([]);
  });

  it("goes on after a reload", async () => {
    const server = new Server();
    const shelf = memory();
    const first = sender(server, shelf);
    first.state.online = false;
    first.uploads.add("t1", [file(300 * KB)]);
    first.uploads.end();
    const second = sender(server, shelf);
    await second.uploads.restore();
    await done(server);
    expect(shelf.entries.size).toBe(0);
  });

  it("waits for its thread, and for a line", async () => {
    const server = new Server();
    const { uploads, state } = sender(server);
    state.online = false;
    uploads.add("new.abc", [file(10), file(20)]);
    state.online = true;
    uploads.go();
    expect(server.calls).toEqual([]);
    uploads.rename("new.abc", "t1");
    await done(server, 2);
  });

  it("stops at a refusal until its sender decides", async () => {
    const server = new Server();
    server.refuse = { code: "file_type_refused", message: "", retryable: false, data: {} };
    const { uploads, state } = sender(server);
    uploads.add("t1", [file(10)]);
    await vi.waitFor(() => expect(state.list[0]?.refused).toBe("file_type_refused"));
    server.refuse = undefined;
    uploads.retry(state.list[0]?.client_id ?? "");
    await done(server);
  });

  it("is refused at once when it is empty or too large", () => {
    const server = new Server();
    const { uploads, state } = sender(server);
    const large = Object.defineProperty(file(1), "size", { value: 100 * 1024 * KB + 1 });
    uploads.add("t1", [file(0), large]);
    expect(state.list.map((each) => each.refused)).toEqual(["file_empty", "file_too_large"]);
    expect(server.calls).toEqual([]);
  });

  it("is given up on the server too", async () => {
    const server = new Server();
    const { uploads, state } = sender(server);
    uploads.add("t1", [file(3000 * KB)]);
    state.look = ([one]) => one?.done && uploads.drop(one.client_id);
    await vi.waitFor(() => expect(server.calls.at(-1)).toBe("DELETE "));
    expect([...server.files.values()][0]?.sent).toBe(0);
  });

  it("comes after what was written before it to the same person, and waits for nothing else", () => {
    const upload = { thread: "a", at: 10 };
    expect(isBehind(upload, [{ thread: "a", at: 10 }])).toBe(true);
    expect(isBehind(upload, [{ thread: "a", at: 11 }])).toBe(false);
    expect(isBehind(upload, [{ thread: "b", at: 1 }])).toBe(false);
    expect(isBehind(upload, [{ thread: "a", at: 1, refused: "asks_secret" }])).toBe(false);
  });
});
