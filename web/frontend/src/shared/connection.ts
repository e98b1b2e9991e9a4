// How does a face stay connected? One socket at a time: connect, hello, keep alive, notice death, come back.
//
// A dead connection seldom says so: after sleep or a change of network the socket looks open and delivers nothing.
// So every ping must be answered, and whatever wakes the page, or is said into a silence, asks at once instead of waiting
// for the next ping.
import { mayReconnect, type Refusal, Refused, type Typed } from "./protocol";

/** `online` only after the server's welcome; `stopped` until `restart`. */
export type ConnectionState = "connecting" | "online" | "offline" | "stopped";

/** What of a WebSocket is used here. */
export type Socket = Pick<WebSocket, "send" | "close" | "onopen" | "onmessage" | "onclose" | "readyState">;

export interface ConnectionOptions<Request extends Typed, Frame extends Typed> {
  url: string;
  /** The first frame, made anew for every connection, since it says what the client has by then. */
  hello(): Request | Promise<Request>;
  /** Every frame, `welcome` included; keep-alive is dealt with here. */
  received(frame: Frame): void;
  /** `why` is there when it stopped: the close code, or the refusal of hello. */
  changed(state: ConnectionState, why?: { code?: number; refused?: Refused }): void;
  open?: (url: string) => Socket;
  random?: () => number;
}

/** The server closes after 60 s of silence, proxies often after 30 s. */
const PING_MS = 25_000;
/** A ping not answered by then means that the connection is dead. Shorter when something woke the page or somebody acts
 * on it, and when the device says that it has no network: that may still be wrong, as with a VPN that comes up. */
const PONG_MS = 8_000;
const WAKE_PONG_MS = 4_000;
const UNPLUGGED_PONG_MS = 1_500;
/** Nothing heard for so long, and something to say: is anybody there? */
const SILENCE_MS = 5_000;
/** From connect to welcome. */
const WELCOME_MS = 15_000;
/** What came is confirmed after so many frames or characters, and soon in any case: the server gives up on who owes too
 * much, since a sleeping client looks like one that reads. */
const CONFIRM_FRAMES = 32;
const CONFIRM_CHARACTERS = 32_768;
const CONFIRM_MS = 4_000;
/**
 * Back-off: a random delay below a doubling bound, so that ten thousand clients do not return together. The bound is
 * low: whoever waits for help should not sit offline for half a minute after a server that was gone for four seconds.
 */
const BACKOFF_MS = 1_000;
const BACKOFF_MAX_MS = 10_000;
const BACKOFF_FLOOR_MS = 250;
/** A connection that lived this long was a good one: the next loss starts the back-off anew. */
const SETTLED_MS = 5_000;
/** Whatever may have killed or may heal a connection: ask at once. */
const WAKERS = ["online", "offline", "pageshow"];

export class Connection<Request extends Typed, Frame extends Typed> {
  state: ConnectionState = "offline";
  /** Server clock minus ours, in milliseconds: countdowns and ages add it to the local clock. */
  clockOffset = 0;

  private readonly options: ConnectionOptions<Request, Frame>;
  private socket: Socket | undefined;
  private attempt = 0;
  private heardAt = 0;
  /** Frames of this connection, and the characters of those that are not confirmed. */
  private frames = 0;
  private unconfirmed = 0;
  private timers: Partial<Record<"retry" | "ping" | "pong" | "welcome" | "settled" | "goaway" | "confirm", number>> =
    {};
  private readonly wake = () => this.awake();

  constructor(options: ConnectionOptions<Request, Frame>) {
    this.options = options;
  }

  start(): void {
    for (const event of WAKERS) globalThis.addEventListener?.(event, this.wake);
    globalThis.document?.addEventListener("visibilitychange", this.wake);
    this.restart();
  }

  /** Connects anew with a fresh hello, also after a stop. */
  restart(): void {
    this.drop();
    this.attempt = 0;
    void this.connect();
  }

  stop(why?: { code?: number; refused?: Refused }): void {
    for (const event of WAKERS) globalThis.removeEventListener?.(event, this.wake);
    globalThis.document?.removeEventListener("visibilitychange", this.wake);
    this.drop();
    this.become("stopped", why);
  }

  /** False when there is no connection now: the caller keeps what must not be lost. */
  send(frame: Request): boolean {
    if (this.state !== "online" || this.socket?.readyState !== 1) return false;
    this.socket.send(JSON.stringify(frame));
    const silent = Date.now() - this.heardAt > SILENCE_MS && this.timers.pong === undefined;
    if (silent && frame.t !== "ping") this.ping(WAKE_PONG_MS);
    return true;
  }

  private async connect(): Promise<void> {
    this.become("connecting");
    let socket: Socket;
    try {
      socket = (this.options.open ?? ((url) => new WebSocket(url)))(this.options.url);
    } catch {
      // A page's policy or a malformed address refuses the socket at once.
      this.lost(0);
      return;
    }
    this.socket = socket;
    this.frames = this.unconfirmed = 0;
    this.arm("welcome", WELCOME_MS, () => this.lost(0));
    socket.onopen = async () => {
      const hello = await this.options.hello();
      if (this.socket === socket && socket.readyState === 1) socket.send(JSON.stringify(hello));
    };
    socket.onmessage = (event) => {
      if (this.socket === socket) this.heard(event.data);
    };
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      if (mayReconnect(event.code)) this.lost(0);
      else this.stop({ code: event.code });
    };
  }

  private heard(data: unknown): void {
    this.heardAt = Date.now();
    this.disarm("pong");
    this.count(String(data).length);
    let frame: Frame;
    try {
      frame = JSON.parse(String(data));
    } catch {
      return;
    }
    switch (frame.t) {
      case "welcome":
        this.setClock(frame);
        this.disarm("welcome");
        this.arm("settled", SETTLED_MS, () => {
          this.attempt = 0;
        });
        this.arm("ping", PING_MS, () => this.ping(PONG_MS));
        this.become("online");
        break;
      case "pong":
        this.setClock(frame);
        // Begun anew by what the server said, not by the last timer: browsers let a chain of timers of a page in the
        // background run once a minute, and the server gives up after as long.
        this.arm("ping", PING_MS, () => this.ping(PONG_MS));
        return;
      case "goaway":
        this.leave((frame as unknown as { within_ms: number }).within_ms);
        return;
      case "error":
        if (this.state !== "online") {
          this.refused(new Refused(frame as unknown as Refusal));
          return;
        }
    }
    this.options.received(frame);
  }

  private count(characters: number): void {
    this.frames++;
    this.unconfirmed += characters;
    // At the very frames that the server remembers, so that no timer of a page in the background is needed for it.
    if (this.frames % CONFIRM_FRAMES === 0 || this.unconfirmed >= CONFIRM_CHARACTERS) this.confirm();
    else if (this.timers.confirm === undefined) this.arm("confirm", CONFIRM_MS, () => this.confirm());
  }

  private confirm(): void {
    this.disarm("confirm");
    if (this.send({ t: "got", frames: this.frames } as unknown as Request)) this.unconfirmed = 0;
  }

  /** The server refused our hello: later if that may help, else not again with the same hello. */
  private refused(refused: Refused): void {
    if (refused.retryable) this.lost(refused.retryAfter);
    else this.stop({ refused });
  }

  private setClock(frame: Frame): void {
    const now = (frame as unknown as { now?: number }).now;
    if (typeof now === "number") this.clockOffset = now * 1000 - Date.now();
  }

  private ping(within: number): void {
    if (this.send({ t: "ping" } as Request)) this.arm("pong", within, () => this.lost(0));
    else this.lost(0);
  }

  /** The server restarts soon. Everybody leaves at another moment of the time it gave. */
  private leave(within: number): void {
    this.arm("goaway", this.random() * Math.max(0, within), () => {
      this.drop();
      void this.connect();
    });
  }

  private awake(): void {
    if (globalThis.document?.visibilityState === "hidden") return;
    if (this.state === "offline") {
      if (navigator.onLine === false) return;
      this.attempt = 0;
      this.arm("retry", this.random() * BACKOFF_FLOOR_MS, () => void this.connect());
    } else if (this.state === "online") {
      // Longer silent than the server allows: it has closed this connection already, wherever the news is stuck.
      if (Date.now() - this.heardAt > 60_000) this.lost(0);
      else this.ping(navigator.onLine === false ? UNPLUGGED_PONG_MS : WAKE_PONG_MS);
    }
  }

  private lost(atLeast: number): void {
    this.drop();
    const bound = Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** this.attempt++);
    const delay = Math.max(atLeast, BACKOFF_FLOOR_MS + this.random() * bound);
    this.arm("retry", delay, () => void this.connect());
    this.become("offline");
  }

  private drop(): void {
    for (const name of Object.keys(this.timers) as (keyof typeof this.timers)[]) this.disarm(name);
    const socket = this.socket;
    this.socket = undefined;
    if (!socket) return;
    // A dead socket reports its close minutes later; it must not be taken for the next one's.
    socket.onopen = socket.onmessage = socket.onclose = null;
    try {
      socket.close(1000);
    } catch {
      // Still connecting in an old browser: it is forgotten all the same.
    }
  }

  private become(state: ConnectionState, why?: { code?: number; refused?: Refused }): void {
    if (state === this.state && !why) return;
    this.state = state;
    this.options.changed(state, why);
  }

  private random(): number {
    return (this.options.random ?? Math.random)();
  }

  private arm(name: keyof typeof this.timers, after: number, act: () => void): void {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(act, after) as unknown as number;
  }

  private disarm(name: keyof typeof this.timers): void {
    clearTimeout(this.timers[name]);
    delete this.timers[name];
  }
}
