// How are the parts of the console arranged? A bar, three panes, and what lies above them.
import type { JSX } from "preact";
import type { Chime } from "../../shared/chime";
import type { Screen } from "../screen";
import type { Session } from "../session";
import { t } from "../words";
import { Alarms } from "./Alarms";
import { Banner } from "./Banner";
import { CustomerPane } from "./CustomerPane";
import { Dialogs } from "./Dialogs";
import { ListsPane } from "./ListsPane";
import { Offers } from "./Offers";
import { Reports } from "./Reports";
import { ThreadPane } from "./ThreadPane";
import { TopBar } from "./TopBar";

export interface Parts {
  session: Session;
  screen: Screen;
}

export function App({ session, screen, chime }: Parts & { chime: Chime }): JSX.Element {
  return (
    <div class="app" data-pane={screen.pane.value} data-testid="console">
      <TopBar session={session} screen={screen} chime={chime} />
      <Banner session={session} />
      <Alarms session={session} />
      <Reports session={session} screen={screen} />
      <div class="panes">
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
      <Offers session={session} screen={screen} />
      <Dialogs session={session} screen={screen} />
      <p class="hidden" role="status" data-testid="announcement">
        {screen.said.value}
      </p>
    </div>
  );
}
