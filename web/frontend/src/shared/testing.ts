// What do tests put in the place of a WebSocket? A socket whose other end is the test.
import type { Socket } from "./connection";

export class FakeSocket implements Socket {
  /** Every socket made since the list was emptied, in order. */
  static made: FakeSocket[] = [];

  readyState: Socket["readyState"] = 0;
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  sent: Record<string, unknown>[] = [];
  closed = false;

  constructor() {
    FakeSocket.made.push(this);
  }

  static get last(): FakeSocket {
    const socket = FakeSocket.made.at(-1);
    if (!socket) throw new Error("no socket was made");
    return socket;
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  /** The server accepts; the client's hello is on its way once this resolves. */
  async accept(): Promise<this> {
    this.readyState = 1;
    this.onopen?.call(this as unknown as WebSocket, {} as Event);
    await Promise.resolve();
    await Promise.resolve();
    return this;
  }

  say(frame: Record<string, unknown>): void {
    this.onmessage?.call(this as unknown as WebSocket, { data: JSON.stringify(frame) } as MessageEvent);
  }

  drop(code: number): void {
    this.readyState = 3;
    this.onclose?.call(this as unknown as WebSocket, { code } as CloseEvent);
  }

  framesOf(type: string): Record<string, unknown>[] {
    return this.sent.filter((frame) => frame.t === type);
  }
}

/** A store that lasts as long as the map behind it, as a browser's storage outlives a page. */
export function mapStorage(entries = new Map<string, string>()): Storage {
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
    key: (index) => [...entries.keys()][index] ?? null,
    clear: () => entries.clear(),
    get length() {
      return entries.size;
    },
  };
}
