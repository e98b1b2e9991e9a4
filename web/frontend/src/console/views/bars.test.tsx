import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it } from "vitest";
import type { Chime } from "../../shared/chime";
import { type Command, commands, matching } from "../commands";
import type { Thread } from "../frames";
import { Screen } from "../screen";
import type { Session } from "../session";
import { emptyPlace, newSession } from "../staging";
import { agentItem, deskOf, ticketItem } from "../testing";
import { ListsPane } from "./ListsPane";
import { TicketRow } from "./rows";
import { ThreadHeader } from "./ThreadHeader";
import { TopBar } from "./TopBar";

let session: Session;
let screen: Screen;
let place: HTMLElement;

beforeEach(() => {
  place = emptyPlace();
  session = newSession();
  session.welcome.value = { t: "welcome", v: 1, now: 0, me: "li", role: "agent", site: "S", name: "Li" };
  screen = new Screen(session);
});

const get = (id: string): HTMLElement => place.querySelector(`[data-testid="${id}"]`) as HTMLElement;

describe("the bar on top", () => {
  const chime = { muted: { value: false }, toggle: () => {} } as unknown as Chime;

  it("shows that everything is found by a key, and opens it by hand, too", () => {
    void act(() => render(<TopBar session={session} screen={screen} chime={chime} />, place));
    expect(get("to-palette").textContent).toContain("CtrlK");
    void act(() => get("to-palette").click());
    expect(screen.dialog.value).toBe("palette");
    void act(() => get("to-shortcuts").click());
    expect(screen.dialog.value).toBe("shortcuts");
  });

  describe("has what newcomers look for in the palette:", () => {
    const role = (role: "agent" | "lead"): void => {
      session.welcome.value = { t: "welcome", v: 1, now: 0, me: "li", role, site: "S", name: "Li" };
      void act(() => render(<TopBar session={session} screen={screen} chime={chime} />, place));
    };
    const find = (typed: string): Command[] => matching(commands(session, screen), typed);
    /** Where the first that is found leads: a page, or a dialog. */
    const leads = (typed: string): string | undefined => {
      let to: string | undefined;
      const follow = (event: Event): void => {
        to = (event.target as HTMLElement).closest("a")?.getAttribute("href") ?? undefined;
        event.preventDefault();
      };
      place.addEventListener("click", follow);
      screen.done();
      find(typed)[0]?.run();
      place.removeEventListener("click", follow);
      return to ?? screen.dialog.value;
    };

    it("their profile with the password, the notifications and the sounds", () => {
      role("agent");
      expect(["profile", "password"].map(leads)).toEqual(["/console/office/me", "/console/office/me"]);
      expect(["notifications", "sound", "quiet"].map(leads)).toEqual(["notices", "notices", "notices"]);
    });

    it("and the office, where they lead", () => {
      role("lead");
      expect(["reports", "settings"].map(leads)).toEqual(["/console/office/", "/console/office/"]);
      role("agent");
      expect(find("reports")).toEqual([]);
    });
  });
});

describe("the tickets' tab", () => {
  it("counts what is to be done, and beside it what sleeps", () => {
    session.desk.value = deskOf(
      agentItem("li", { status: "away" }),
      ticketItem(1),
      ticketItem(2, { snoozed_until: session.now() + 900 }),
      ticketItem(3, { snoozed_until: session.now() + 900, state: "pending" }),
      ticketItem(4, { state: "pending" }),
    );
    void act(() => render(<ListsPane session={session} screen={screen} />, place));
    expect([...get("tab-tickets").querySelectorAll(".count")].map((each) => each.textContent)).toEqual([
      "1",
      "22 asleep",
    ]);
  });
});

describe("a ticket that sleeps", () => {
  it("says until when in one sentence, and shows the time alone", () => {
    const at = session.now() + 900;
    session.desk.value = deskOf(agentItem("li", {}), ticketItem(2, { snoozed_until: at }));
    void act(() => render(<TicketRow ticket={ticketItem(2, { snoozed_until: at })} session={session} />, place));
    const [said, seen] = [...place.querySelectorAll(".tag > span")];
    expect(said?.textContent).toBe(`Sleeps until ${seen?.textContent}`);
    expect(seen?.getAttribute("aria-hidden")).toBe("true");
  });
});

describe("the head of a thread", () => {
  it("names the ticket by its subject", () => {
    const thread: Thread = {
      t: "thread",
      id: "a",
      customer: {
        id: "c",
        name: "Anna",
        verified: false,
        tier: 0,
        language: "en",
        region: "",
        region_source: "default",
      },
      chat: { id: "x", state: "ended", topic: "api", language: "en", queued_at: 1 },
      ticket: {
        number: 7,
        state: "open",
        priority: 2,
        subject: "Card was swallowed",
        topic: "api",
        cause: "agent",
        created_at: 1,
        updated_at: 1,
      },
      read: {},
      writable: true,
    };
    void act(() => render(<ThreadHeader session={session} screen={screen} thread={thread} />, place));
    expect(get("thread-state").textContent).toBe("Card was swallowed · Ticket #7: Open · api · English");
  });
});
