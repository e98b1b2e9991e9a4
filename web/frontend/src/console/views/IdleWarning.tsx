// Is anybody there? Asked a minute before the console makes its person away.
import type { JSX } from "preact";
import type { Idle } from "../idle";
import { t } from "../words";
import { Icon } from "./icons";

export function IdleWarning({ idle }: { idle: Idle }): JSX.Element | null {
  const left = idle.left.value;
  if (!left) return null;
  return (
    <div class="banner" data-kind="away" data-testid="idle-warning">
      <Icon name="clock" />
      <span role="alert">{t("Are you there? Otherwise you will be away soon, so that nobody waits for you.")}</span>
      <span aria-hidden="true">{t("{seconds} s", { seconds: left })}</span>
      <button type="button" class="button" onClick={() => idle.hand()}>
        {t("I am here")}
      </button>
    </div>
  );
}
