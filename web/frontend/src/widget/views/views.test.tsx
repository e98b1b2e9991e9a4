import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openStore, type Store } from "../../shared/storage";
import { FakeSocket, mapStorage } from "../../shared/testing";
import { Composer } from "../chat/Composer";
import type { Thread } from "../frames";
import { Route } from "../route";
import { Session } from "../session";
import { App } from "./App";
import { fetchConversation } from "./Later";

let box: HTMLElement;
let store: Store;
const find = <E extends HTMLElement>(selector: string) => box.querySelector<E>(selector) as E;
const field = () => find<HTMLTextAreaElement>("[data-testid=message]");
const type = (text: string) =>
  act(() => {
    field().value = text;
    field().dispatchEvent(new Event("input", { bubbles: true }));
  });
const press = (key: string, more: KeyboardEventInit = {}) =>
  act(
    () => void field().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more })),
  );

beforeEach(() => {
  box = document.body.appendChild(document.createElement("div"));
  store = openStore("", () => mapStorage());
});
afterEach(() => {
  act(() => render(null, box));
  box.remove();
});

describe("the place to write", () => {
  const send = vi.fn();
  const show = () =>
    act(() => render(<Composer store={store} draft="t1" label="Your message" action="Send" send={send} />, box));
  beforeEach(() => send.mockReset());

  it("sends with Enter, without the space around, and is empty after", async () => {
    show();
    type("  hello \n");
    press("Enter");
    await vi.waitFor(() => expect(send).toHaveBeenCalledWith("hello"));
    await vi.waitFor(() => expect(field().value).toBe(""));
  });

  it("tells of a secret before anything is sent, sends it hidden, and keeps it out of the draft", async () => {
    show();
    type("my card is 4111 1111 1111 1111");
    press("Enter");
    await vi.waitFor(() => expect(find("[data-testid=guard]").textContent).toContain("a card number"));
    expect(send).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(store.get("draft.t1")).toBe("my card is ••••••••"));
    press("Enter");
    await vi.waitFor(() => expect(send).toHaveBeenCalledWith("my card is ••••••••"));
  });

  it("lets a transaction id pass at the customer's word", async () => {
    const id = "4e3f".repeat(16);
    show();
    type(`look at ${id}`);
    await vi.waitFor(() => expect(find("[data-testid=guard] button")).not.toBeNull());
    act(() => find("[data-testid=guard] button").click());
    press("Enter");
    await vi.waitFor(() => expect(send).toHaveBeenCalledWith(`look at Transaction ID: ${id}`));
  });

  it("does not send a word that is still being composed, nor a new line, nor nothing", () => {
    show();
    type("ni");
    press("Enter", { isComposing: true });
    press("Enter", { shiftKey: true });
    type("  \n ");
    press("Enter");
    expect(send).not.toHaveBeenCalled();
  });

  it("keeps the draft over a reload", () => {
    show();
    type("half a sentence");
    act(() => render(null, box));
    show();
    expect(field().value).toBe("half a sentence");
  });

  it("shows the bound before it is reached, counting as the server does, and never sends beyond it", () => {
    show();
    type("字".repeat(4_600));
    expect(find("#room").textContent).toBe("400 characters left");
    type("😀".repeat(5_001));
    expect(find("#room").textContent).toBe("1 character too many");
    press("Enter");
    expect(send).not.toHaveBeenCalled();
    expect(field().value).toContain("😀");
  });
});

describe("a conversation", () => {
  const thread = (state: Thread["chat"]["state"], some: Partial<Thread> = {}): Thread => ({
    id: "t1",
    head: 1,
    chat: { id: "c1", state, topic: "other", language: "en", queued_at: 1 },
    read: {},
    writable: state !== "ended",
    ...some,
  });
  let socket: FakeSocket;
  let session: Session;

  async function show(first: Thread): Promise<void> {
    session = new Session({
      config: {
        site: "x",
        name: "",
        elsewhere: "",
        socket: "ws://x",
        origins: [],
        language: "en",
        verify: "/verify",
        theme: { color: "", scheme: "", logo: "" },
      },
      store,
      tell: () => {},
      open: () => new FakeSocket(),
    });
    const route = new Route(session);
    await fetchConversation();
    session.start();
    socket = await FakeSocket.last.accept();
    const site = { name: "Meridian", languages: ["en"], topics: [{ slug: "other", name: "Other" }] };
    act(() => {
      render(<App session={session} route={route} open={signal(true)} store={store} close={() => {}} />, box);
      socket.say({
        t: "welcome",
        v: 1,
        now: 1,
        token: "",
        customer: {},
        site,
        desk: { on_duty: true },
        threads: [first],
      });
      route.thread("t1");
    });
  }
  const say = (frame: Record<string, unknown>) => act(() => socket.say({ thread: "t1", ...frame }));
  afterEach(() => session.stop());

  it("says the place and an honest range while waiting", async () => {
    await show(thread("waiting"));
    say({ t: "queue", position: 3, p50: 70, p90: 200 });
    expect(find("[data-testid=place]").textContent).toBe("You are number 3 in line.");
    expect(find("[data-testid=wait]").textContent).toBe("Expected wait: 1 to 5 minutes");
  });

  it("offers only the choices that there are", async () => {
    await show(thread("waiting"));
    say({ t: "queue", position: 1, choices: ["ticket"], nobody_on_duty: true });
    expect(find("[data-testid=choice]").textContent).not.toContain("Keep my place");
    say({ t: "queue", position: 1, choices: ["keep", "ticket"] });
    expect(find("[data-testid=choice]").textContent).toContain("Keep my place");
  });

  it("shows text as text", async () => {
    await show(thread("active"));
    const body = { text: "<img src=x onerror=alert(1)> https://help.example/" };
    say({
      t: "events",
      after: 0,
      upto: 1,
      events: [{ seq: 1, type: "message", at: 1, by: { kind: "agent", name: "<b>Li" }, body }],
    });
    const log = find("[role=log]");
    expect(log.querySelector("img, b")).toBeNull();
    expect(log.textContent).toContain("<img src=x onerror=alert(1)>");
    expect(log.querySelector("a")?.rel).toContain("noopener");
  });

  it("gives back what was refused, with the reason", async () => {
    await show(thread("active"));
    act(() => session.write("t1", "too late"));
    const client_id = socket.framesOf("send")[0]?.client_id;
    say({ t: "error", code: "chat_ended", message: "", retryable: false, client_id });
    expect(find(".refused").textContent).toContain("Not sent. This chat has ended meanwhile.");
  });

  it("asks for a rating of a chat with an agent, and offers a new one", async () => {
    await show(thread("ended", { chat: { ...thread("ended").chat, agent: { id: "a", name: "Li" } } }));
    expect(find("[data-testid=rate] legend").textContent).toBe("How was your chat with Li?");
    expect(find("[data-testid=again]").textContent).toBe("Start a new chat");
  });

  it("asks for no rating of a chat that ended for abuse", async () => {
    await show(thread("ended", { chat: { ...thread("ended").chat, agent: { id: "a", name: "Li" } } }));
    const ended = { seq: 2, type: "ended", at: 3, by: { kind: "system" as const }, body: { reason: "abuse" } };
    say({ t: "events", thread: "t1", after: 1, upto: 2, events: [ended] });
    expect(document.querySelector("[data-testid=rate]")).toBeNull();
  });

  it("lets the customer go on writing in a ticket, and says where answers go", async () => {
    const ticket = {
      number: 7,
      state: "open" as const,
      link: "https://desk.example/t/x",
      email: "l…@x.example",
      confirmed: true,
    };
    await show(thread("ended", { writable: true, ticket }));
    expect(find("[data-testid=ticket]").textContent).toContain("Answers appear here and go to l…@x.example.");
    expect(field()).not.toBeNull();
  });
});
