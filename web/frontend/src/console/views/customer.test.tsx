import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it } from "vitest";
import type { Thread } from "../frames";
import { Screen } from "../screen";
import { emptyPlace, newSession } from "../staging";
import { threadFrame } from "../testing";
import { ComposerWho } from "./ComposerWho";
import { CustomerPane } from "./CustomerPane";

const THREAD = threadFrame({ name: "Jonas", verified: false });
const asking = (unserved_language: string, language = "en"): Thread => ({
  ...THREAD,
  customer: { ...THREAD.customer, unserved_language },
  chat: { ...THREAD.chat, language },
});

let place: HTMLElement;

beforeEach(() => {
  place = emptyPlace();
});

describe("the customer's language", () => {
  const pane = (thread: Thread): string => {
    const session = newSession();
    session.known.threads.value = { a: thread };
    session.current.value = "a";
    void act(() => render(<CustomerPane session={session} screen={new Screen(session)} />, place));
    return place.querySelector("[aria-label='About the customer']")?.textContent ?? "";
  };
  const composer = (thread: Thread): string => {
    void act(() => render(<ComposerWho thread={thread} />, place));
    return place.textContent ?? "";
  };

  it("is the one they read, where the site answers in it", () => {
    expect(composer(THREAD)).toBe("Jonas reads English");
    expect(pane(THREAD)).not.toContain("asked for");
    expect(pane({ ...THREAD, chat: { ...THREAD.chat, language: "fr" } })).toContain("Frenchusually English");
  });

  it("is never said to be another one than they asked for", () => {
    expect(composer(asking("de-AT"))).toBe("Jonas asked for German, is answered in English");
    expect(pane(asking("de-AT"))).toContain("Englishasked for German, which the site does not answer in");
  });

  it("is not said to be usually the one that stands in for theirs", () => {
    expect(pane(asking("de", "fr"))).toContain("Frenchasked for German");
    expect(pane(asking("de", "fr"))).not.toContain("usually");
  });

  it("is as ever in a chat that began in it while the site still answered in it", () => {
    expect(composer(asking("de-AT", "de"))).toBe("Jonas reads German");
  });
});
