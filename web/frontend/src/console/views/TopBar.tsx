// Who am I, am I connected, what is my status? Always in sight.
import type { JSX } from "preact";
import type { Chime } from "../../shared/chime";
import type { Status } from "../frames";
import { KEYS } from "../keys";
import { colleague } from "../lists";
import { statusName } from "../names";
import type { Session } from "../session";
import { t } from "../words";
import type { Parts } from "./App";
import { Icon } from "./icons";
import { Keys } from "./ShortcutsDialog";
import { useAsk } from "./useAsk";

const STATUSES: Status[] = ["available", "away", "offline"];

export function TopBar({ session, screen, chime }: Parts & { chime: Chime }): JSX.Element {
  const welcome = session.welcome.value;
  const muted = chime.muted.value;
  const sound = muted ? t("Sound is off: turn it on") : t("Sound is on: turn it off");
  return (
    <header class="bar">
      <p class="brand">
        <span class="brand-sign" aria-hidden="true">
          <Icon name="chat" size={16} />
        </span>
        <span class="brand-name">Switchboard</span>
        {welcome && <span class="brand-site">{welcome.site}</span>}
      </p>
      <div class="bar-find">
        <button
          type="button"
          class="find"
          aria-keyshortcuts={KEYS.palette}
          data-testid="to-palette"
          onClick={() => screen.ask("palette")}
        >
          <Icon name="search" size={16} />
          <span class="find-words">{t("Find or do anything")}</span>
          <Keys keys={KEYS.palette} />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-keyshortcuts={KEYS.shortcuts}
          aria-label={t("Keyboard shortcuts")}
          title={`${t("Keyboard shortcuts")} (?)`}
          data-testid="to-shortcuts"
          onClick={() => screen.ask("shortcuts")}
        >
          <Keys keys={KEYS.shortcuts} />
        </button>
      </div>
      <Wire session={session} />
      <StatusSwitch session={session} />
      <div class="bar-me">
        <button type="button" class="icon-button" aria-label={sound} title={sound} onClick={() => chime.toggle()}>
          <Icon name={muted ? "muted" : "sound"} />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={t("Notifications")}
          title={t("Notifications")}
          data-testid="to-notices"
          onClick={() => screen.ask("notices")}
        >
          <Icon name="bell" />
        </button>
        <a class="bar-name" href="/console/office/me" title={t("My profile")} data-testid="me">
          {welcome?.name}
        </a>
        {session.leads.value && (
          <button
            type="button"
            class="button plain"
            aria-pressed={screen.wall.value}
            aria-keyshortcuts={KEYS.wall}
            title={`${t("Wall")} (${KEYS.wall})`}
            data-testid="to-wall"
            onClick={() => {
              screen.wall.value = !screen.wall.value;
            }}
          >
            {t("Wall")}
          </button>
        )}
        {session.leads.value && (
          <a
            class="icon-button"
            href="/console/office/"
            aria-label={t("Reports and settings")}
            title={t("Reports and settings")}
            data-testid="to-office"
          >
            <Icon name="office" />
          </a>
        )}
        <button
          type="button"
          class="icon-button"
          aria-label={t("Sign out")}
          title={t("Sign out")}
          onClick={() => screen.ask("sign-out")}
        >
          <Icon name="leave" />
        </button>
      </div>
    </header>
  );
}

function Wire({ session }: { session: Session }): JSX.Element {
  const state = session.connection.value;
  const words = {
    online: t("Connected"),
    connecting: t("Connecting…"),
    offline: t("Not connected"),
    stopped: t("Not connected"),
  }[state];
  return (
    <span class="wire" data-state={state} data-testid="connection" title={words}>
      <span class="wire-dot" aria-hidden="true" />
      <span class="wire-words">{words}</span>
    </span>
  );
}

function StatusSwitch({ session }: { session: Session }): JSX.Element {
  const ask = useAsk();
  const status = colleague(session.desk.value, session.me.value)?.status;
  return (
    <div class="status">
      <fieldset class="segments" aria-label={t("Your status")}>
        {STATUSES.map((each) => (
          <button
            key={each}
            type="button"
            class="segment"
            aria-pressed={status === each}
            disabled={!status || ask.busy}
            data-testid={`status-${each}`}
            onClick={() => void ask.run(() => session.ask({ t: "status", status: each }))}
          >
            <span class={`presence presence-${each}`} aria-hidden="true" />
            {statusName(each)}
          </button>
        ))}
      </fieldset>
      {ask.problem && (
        <p class="problem status-problem" role="alert">
          {ask.problem}
        </p>
      )}
    </div>
  );
}
