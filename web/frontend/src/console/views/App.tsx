// How are the parts of the console arranged? A bar, three panes, and what lies above them.
import type { JSX } from "preact";
import type { Chime } from "../../shared/chime";
import type { Idle } from "../idle";
import type { Notices } from "../notices";
import type { Screen } from "../screen";
import type { Session } from "../session";
import type { Sounds } from "../sounds";
import type { Watched } from "../watched";
import { t } from "../words";
import { Alarms } from "./Alarms";
import { Appeals } from "./Appeals";
import { Banner } from "./Banner";
import { CustomerPane } from "./CustomerPane";
import { Dialogs } from "./Dialogs";
import { IdleWarning } from "./IdleWarning";
import { ListsPane } from "./ListsPane";
import { Offers } from "./Offers";
import { Reports } from "./Reports";
import { Returned } from "./Returned";
import { ThreadPane } from "./ThreadPane";
import { TopBar } from "./TopBar";
import { Wall } from "./Wall";
import { WallAlerts } from "./WallAlerts";
import { Whispers } from "./Whispers";

export interface Parts {
  session: Session;
  screen: Screen;
}

interface Whole extends Parts {
  chime: Chime;
  watched: Watched;
  idle: Idle;
  notices: Notices;
  sounds: Sounds;
}

export function App({ session, screen, chime, watched, idle, notices, sounds }: Whole): JSX.Element {
  return (
    <div class="app" data-pane={screen.pane.value} data-testid="console">
      <TopBar session={session} screen={screen} chime={chime} />
      <Banner session={session} />
      <IdleWarning idle={idle} />
      <Alarms session={session} />
      <Reports session={session} screen={screen} />
      <Appeals session={session} screen={screen} />
      <WallAlerts session={session} screen={screen} sounds={sounds} watched={watched} />
      <Returned session={session} screen={screen} />
      {screen.wall.value && <Wall session={session} screen={screen} watched={watched} />}
      <div class="panes" hidden={screen.wall.value}>
        <nav class="pane lists" aria-label={t("Chats and tickets")}>
          <ListsPane session={session} screen={screen} />
        </nav>
        <main class="pane thread" aria-label={t("Conversation")}>
          <ThreadPane session={session} screen={screen} />
        </main>
        <aside class="pane customer" aria-label={t("Customer")}>
          <CustomerPane session={session} screen={screen} />
        </aside>
      </div>
      <Whispers session={session} screen={screen} />
      <Offers session={session} screen={screen} />
      <Dialogs session={session} screen={screen} notices={notices} sounds={sounds} />
      <p class="hidden" role="status" data-testid="announcement">
        {screen.said.value}
      </p>
    </div>
  );
}
