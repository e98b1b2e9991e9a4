// Which chats, tickets and colleagues are there? One's own chats on top, always; the rest of the desk behind tabs.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Chat } from "../frames";
import { active, asleep, colleague, team, tickets, waiting } from "../lists";
import type { List } from "../screen";
import { t, tn, words } from "../words";
import type { Parts } from "./App";
import { Helping } from "./Helping";
import { Icon } from "./icons";
import { Mentions } from "./Mentions";
import { Nothing } from "./Nothing";
import { RowList } from "./RowList";
import { ActiveRow, MineRow, TicketRow, WaitingRow } from "./rows";
import { Search } from "./Search";
import { Empty } from "./Small";
import { Load, TeamList } from "./TeamList";
import { nowByMinute } from "./Times";
import { useAsk } from "./useAsk";
import { WrapUp } from "./WrapUp";

export function ListsPane({ session, screen }: Parts): JSX.Element {
  const sought = screen.sought.value;
  useEffect(() => {
    if (!sought) return;
    const { list, row } = sought;
    const inside = `[data-testid=${list}]`;
    // The list's own tab stop; of a list without one, what stands for it.
    const places = [
      list === "search" && "[data-testid=search]",
      row && `[data-testid=agent-${row}]`,
      `${inside} .row[tabindex="0"]`,
      `${inside}[tabindex]`,
    ];
    const found = places.map((place) => place && document.querySelector<HTMLElement>(place)).find(Boolean);
    (found || document.querySelector<HTMLElement>(`[data-testid=tab-${list}]`))?.focus();
  }, [sought]);
  return (
    <>
      <WrapUp session={session} />
      <Mentions session={session} screen={screen} />
      <Helping session={session} screen={screen} />
      <Mine session={session} screen={screen} />
      <Search session={session} screen={screen}>
        <Desk session={session} screen={screen} />
      </Search>
    </>
  );
}

function Mine({ session, screen }: Parts): JSX.Element {
  const chats = session.mine.value;
  const me = colleague(session.desk.value, session.me.value);
  return (
    <section class="mine" aria-labelledby="mine-title" data-testid="mine">
      <h2 class="list-title" id="mine-title">
        {t("My chats")}
        <span class="count">{words.value.number(chats.length)}</span>
        {me && <Load one={me} />}
      </h2>
      {chats.length ? (
        <ChatRows session={session} screen={screen} chats={chats} label={t("My chats")} kind="mine" />
      ) : (
        me && <NothingMine session={session} screen={screen} />
      )}
    </section>
  );
}

function NothingMine({ session }: Parts): JSX.Element {
  const ask = useAsk();
  const status = colleague(session.desk.value, session.me.value)?.status;
  if (status === "available") {
    return <Nothing session={session} />;
  }
  return (
    <Empty icon="clock" title={status === "away" ? t("You are away") : t("You are offline")}>
      <p>{t("No new chats come to you now.")}</p>
      <button
        type="button"
        class="button"
        disabled={ask.busy}
        onClick={() => void ask.run(() => session.ask({ t: "status", status: "available" }))}
      >
        {t("Become available")}
      </button>
    </Empty>
  );
}

interface ChatRowsProps extends Parts {
  chats: Chat[];
  label: string;
  kind: "mine" | "waiting" | "all";
}

function ChatRows({ session, screen, chats, label, kind }: ChatRowsProps): JSX.Element {
  const Row = { mine: MineRow, waiting: WaitingRow, all: ActiveRow }[kind];
  return (
    <RowList
      label={label}
      items={chats}
      keyOf={(chat) => chat.thread}
      current={session.current.value}
      choose={(chat) => screen.open(chat.thread)}
      row={(chat) => <Row chat={chat} session={session} />}
      attributes={({ thread }) => ({
        "data-testid": `${kind}-${thread}`,
        "data-new": session.news.fresh.value.has(thread),
      })}
    />
  );
}

/** The desk beside one's own chats, one list at a time. */
function Desk({ session, screen }: Parts): JSX.Element {
  const desk = session.desk.value;
  const now = nowByMinute(session);
  const tabs = useRef<HTMLDivElement>(null);
  const cases = tickets(desk, now);
  const sleeping = cases.filter((ticket) => asleep(ticket, now)).length;
  const lists: [List, string, number][] = [
    ["waiting", t("Waiting"), waiting(desk).length],
    ["tickets", t("Tickets"), cases.filter((ticket) => ticket.state === "open" && !asleep(ticket, now)).length],
    ["team", t("Team"), team(desk).filter((one) => one.reachable && one.status === "available").length],
  ];
  if (session.leads.value) lists.push(["all", t("All"), active(desk).length]);
  const shown = screen.list.value;

  const onKeyDown = (event: KeyboardEvent): void => {
    const towards = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!towards) return;
    event.preventDefault();
    const at = lists.findIndex(([list]) => list === shown);
    const step = document.documentElement.dir === "rtl" ? -towards : towards;
    const next = (at + step + lists.length) % lists.length;
    const list = lists[next]?.[0];
    if (list) screen.list.value = list;
    (tabs.current?.children[next] as HTMLElement | undefined)?.focus();
  };

  return (
    <section class="desk" aria-label={t("Desk")}>
      <div class="tabs" role="tablist" aria-label={t("Desk")} ref={tabs} onKeyDown={onKeyDown}>
        {lists.map(([list, name, count]) => (
          <button
            key={list}
            type="button"
            class="tab"
            role="tab"
            id={`tab-${list}`}
            aria-selected={list === shown}
            aria-controls="desk-list"
            tabIndex={list === shown ? 0 : -1}
            data-testid={`tab-${list}`}
            onClick={() => {
              screen.list.value = list;
            }}
          >
            {name}
            <span class="count">{words.value.number(count)}</span>
            {list === "tickets" && sleeping > 0 && (
              <span class="count count-asleep" title={tn("{count} asleep", "{count} asleep", sleeping)}>
                <Icon name="moon" size={12} />
                <span aria-hidden="true">{words.value.number(sleeping)}</span>
                <span class="hidden">{tn("{count} asleep", "{count} asleep", sleeping)}</span>
              </span>
            )}
          </button>
        ))}
      </div>
      <div
        class="desk-list"
        role="tabpanel"
        id="desk-list"
        aria-labelledby={`tab-${shown}`}
        // Nothing in the team's list takes the focus, and what scrolls must be reachable by keyboard.
        tabIndex={shown === "team" ? 0 : undefined}
        data-testid={shown}
      >
        <DeskList session={session} screen={screen} shown={shown} />
      </div>
    </section>
  );
}

function DeskList({ session, screen, shown }: Parts & { shown: List }): JSX.Element | null {
  const desk = session.desk.value;
  if (desk.version === 0) return null;
  if (shown === "team") return <TeamList session={session} />;
  if (shown === "tickets") {
    const open = tickets(desk, nowByMinute(session));
    if (!open.length) return <Empty icon="ticket" title={t("No open tickets")} />;
    return (
      <RowList
        label={t("Tickets")}
        items={open}
        keyOf={(ticket) => ticket.thread}
        current={session.current.value}
        choose={(ticket) => screen.open(ticket.thread)}
        row={(ticket) => <TicketRow ticket={ticket} session={session} />}
        attributes={(ticket) => ({ "data-testid": `ticket-${ticket.number}` })}
      />
    );
  }
  const [chats, label] = shown === "waiting" ? [waiting(desk), t("Waiting")] : [active(desk), t("All active chats")];
  if (!chats.length) {
    return shown === "waiting" ? (
      <Empty icon="check" title={t("Nobody waits")} />
    ) : (
      <Empty icon="chat" title={t("No active chats")} />
    );
  }
  return <ChatRows session={session} screen={screen} chats={chats} label={label} kind={shown} />;
}
