import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

type Global = { (...command: unknown[]): void; q?: unknown[][] };
const page = window as unknown as { Switchboard?: Global };

let errors: string[];
/** As a console does it. */
const shown = (part: unknown): string => (part?.constructor === Object ? JSON.stringify(part) : String(part));
const SORRY = "Sorry, no answer. Try again";

/** Runs the script on a page, as a host would embed it; `answer` is what `/api/v1/embed` says. */
async function embed(answer: unknown, queue: unknown[][] = []): Promise<ShadowRoot | null | undefined> {
  vi.resetModules();
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => ({ json: async () => answer })),
  );
  document.head.innerHTML =
    '<script data-site="site_x" src="https://desk.example/widget.js" type="text/plain"></script>';
  if (queue.length) page.Switchboard = Object.assign(() => {}, { q: queue }) as unknown as Global;
  await import("./loader");
  await vi.waitFor(() => expect(fetch).toHaveBeenCalled());
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  return document.querySelector("html > div")?.shadowRoot;
}

beforeEach(() => {
  errors = [];
  vi.spyOn(console, "error").mockImplementation((...parts) => void errors.push(parts.map(shown).join(" ")));
});
afterEach(() => {
  document.querySelector("html > div")?.remove();
  delete page.Switchboard;
  localStorage.clear();
});

describe("the loader", () => {
  it("draws a named button and no frame until it is wanted", async () => {
    const root = await embed({ name: "Meridian", languages: ["en"], label: "Chat with us" });
    expect(root?.querySelector("button")?.ariaLabel).toBe("Chat with us");
    expect(root?.querySelector("iframe")).toBeNull();
    root?.querySelector("button")?.click();
    expect(root?.querySelector("iframe")?.src).toBe("https://desk.example/widget/frame?site=site_x");
    expect(String(root?.querySelector("button")?.ariaExpanded)).toBe("true");
  });

  it("loads the frame of a customer with something open once the page is idle, and of nobody else", async () => {
    const idle = vi.fn();
    vi.stubGlobal("requestIdleCallback", idle);
    try {
      await embed({ label: "Chat with us" });
      expect(idle).not.toHaveBeenCalled();
      document.querySelector("html > div")?.remove();
      delete page.Switchboard;
      localStorage["switchboard:site_x"] = "1token";
      const root = await embed({ label: "Chat with us" });
      expect(root?.querySelector("iframe")).toBeNull();
      idle.mock.calls[0]?.[0]();
      expect(root?.querySelector("iframe")).not.toBeNull();
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("carries out what was said before it came", async () => {
    const heard = vi.fn();
    const root = await embed({ name: "Meridian" }, [["on", "open", heard], ["open"]]);
    expect(heard).toHaveBeenCalledOnce();
    expect(String(root?.querySelector("button")?.ariaExpanded)).toBe("true");
  });

  it.each([
    [
      {
        code: "origin_refused",
        message: "Not allowed.",
        data: { origin: "https://a.example", allowed: ["https://b.example"] },
      },
      'Not allowed. site_x {"origin":"https://a.example","allowed":["https://b.example"]}',
    ],
    [
      { code: "unknown_site", message: "No such site.", data: { site: "site_x" } },
      'No such site. site_x {"site":"site_x"}',
    ],
  ])("says in words why it was refused, and shows nothing", async (answer, words) => {
    expect(await embed(answer)).toBeUndefined();
    expect(errors.join()).toContain(words);
  });

  it("says when the server does not answer", async () => {
    await embed(Promise.reject(new Error("down")));
    expect(errors.join()).toContain("no answer from https://desk.example");
    expect(document.querySelector("html > div")).toBeNull();
  });

  it("tells a visitor who asks for the chat that it cannot be reached, and tries again when they press", async () => {
    const root = await embed(Promise.reject(new Error("down")), [["open"]]);
    const button = root?.querySelector("button");
    expect(button?.ariaLabel).toBe(SORRY);
    expect(button?.dataset.n).toBe(SORRY);
    expect(String(button?.ariaExpanded)).toBe("false");
    expect(root?.activeElement).toBe(button);
    vi.mocked(fetch).mockResolvedValue({ json: async () => ({ label: "Chat with us", sorry: "…" }) } as Response);
    button?.click();
    await vi.waitFor(() => expect(root?.querySelector("iframe")).not.toBeNull());
    expect(button?.ariaLabel).toBe("Chat with us");
    expect(button?.dataset.n).toBe("");
    expect(String(button?.ariaExpanded)).toBe("true");
  });

  it("takes a frame that says nothing away, and says so in the visitor's language", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const opened: string[] = [];
      const heard = (name: string) => ["on", name, () => opened.push(name)];
      const root = await embed({ label: "Escríbanos", sorry: "Vuelva a intentarlo" }, [heard("open"), heard("close")]);
      const button = root?.querySelector("button");
      button?.click();
      root?.querySelector("iframe")?.dispatchEvent(new Event("load"));
      expect(button?.ariaLabel).toBe("Escríbanos");
      vi.advanceTimersByTime(4_000);
      expect(root?.querySelector("iframe")).toBeNull();
      expect(button?.ariaLabel).toBe("Vuelva a intentarlo");
      expect(errors.join()).toContain("no answer from https://desk.example");
      button?.click();
      expect(root?.querySelector("iframe")).not.toBeNull();
      expect(button?.ariaLabel).toBe("Escríbanos");
      expect(opened).toEqual(["open", "close", "open"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("never throws at the host's page, whatever it is told", async () => {
    await embed({ name: "Meridian" });
    const say = page.Switchboard as Global;
    const asked = vi.fn(() => {
      throw new Error("host's mistake");
    });
    for (const command of [
      [],
      ["nonsense"],
      ["toString"],
      ["set"],
      ["set", null],
      ["identify", 7],
      ["on"],
      ["close"],
      ["reset"],
    ]) {
      expect(() => say(...command)).not.toThrow();
    }
    expect(() => say("identify", asked)).not.toThrow();
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
    await vi.waitFor(() => expect(errors.join()).toContain("a callback failed"));
    expect(errors.filter((text) => text.includes("is none of"))).toHaveLength(3);
  });

  it("runs once, even if a page embeds it twice", async () => {
    await embed({ name: "Meridian" });
    const first = page.Switchboard;
    await import("./loader?again" as string);
    expect(page.Switchboard).toBe(first);
  });
});
