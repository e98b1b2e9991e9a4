// What does the customer see when the server will not have this widget? A plain sentence and, where it may help, a way on.
import type { JSX } from "preact";
import { stopped } from "../errors";
import { t } from "../words";
import type { ViewProps } from "./App";
import { Header } from "./Header";
import { Icon } from "./icons";

/** Nothing that the customer can do changes these. */
const FINAL = new Set(["unknown_site", "origin_refused"]);

export function Refusal({ session, close }: ViewProps): JSX.Element {
  const code = session.stopped.value;
  return (
    <>
      <Header title={t("Support")} close={close} />
      <main class="center" data-testid="refusal" data-code={code}>
        <span class="badge-icon">
          <Icon name="alert" size={28} />
        </span>
        <p role="alert">{stopped(code)}</p>
        {!FINAL.has(code) && (
          <button type="button" class="primary" onClick={() => session.again()} data-autofocus>
            {t("Try again")}
          </button>
        )}
      </main>
    </>
  );
}
