import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

type Global = { (...command: unknown[]): void; q?: unknown[][] };
const page = window as unknown as { Switchboard?: Global };

let errors: string[];

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
  await new Promise((done) => setTimeout(done));
  return document.querySelector("html > div")?.shadowRoot;
}

beforeEach(() => {
  errors = [];
  vi.spyOn(console, "error").mockImplementation((...parts) => void errors.push(parts.join(" ")));
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
    expect(root?.querySelector("button")?.ariaExpanded).toBe("true");
  });

  it("carries out what was said before it came", async () => {
    const heard = vi.fn();
    const root = await embed({ name: "Meridian" }, [["on", "open", heard], ["open"]]);
    expect(heard).toHaveBeenCalledOnce();
    expect(root?.querySelector("button")?.ariaExpanded).toBe("true");
  });

  it.each([
    [
      {
        code: "origin_refused",
        message: "Not allowed.",
        data: { origin: "https://a.example", allowed: ["https://b.example"] },
      },
      'Not allowed. data-site="site_x" {"origin":"https://a.example","allowed":["https://b.example"]}',
    ],
    [{ code: "unknown_site", message: "No such site.", data: { site: "site_x" } }, 'No such site. data-site="site_x"'],
  ])("says in words why it was refused, and shows nothing", async (answer, words) => {
    expect(await embed(answer)).toBeUndefined();
    expect(errors.join()).toContain(words);
  });

  it("says when the server does not answer", async () => {
    await embed(Promise.reject(new Error("down")));
    expect(errors.join()).toContain("no answer from https://desk.example");
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
