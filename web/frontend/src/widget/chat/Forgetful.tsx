// The browser keeps nothing: what does a customer have to know before they rely on coming back?
import type { JSX } from "preact";
import type { Session } from "../session";
import { Icon } from "../views/icons";
import { t } from "../words";

export function Forgetful({ session }: { session: Session }): JSX.Element | null {
  if (!session.forgetful.value) return null;
  return (
    <p class="notice" data-testid="forgetful">
      <Icon name="alert" size={18} />
      <span>
        {t("Your browser does not let this chat remember anything. Keep this page open until you have your answer.")}
      </span>
    </p>
  );
}
