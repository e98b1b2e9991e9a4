// What happens to an agent's chats when they sign out? It is said before, when there are any.
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { forgetFiles } from "../files";
import type { Session } from "../session";
import { t, tn } from "../words";
import { Dialog } from "./Dialog";

export function SignOutDialog({ session, done }: { session: Session; done(): void }): JSX.Element | null {
  const chats = session.mine.value.length;
  const unsent = session.outgoing.unsent.value.length;
  const leave = async (): Promise<void> => {
    const form = document.getElementById("sign-out") as HTMLFormElement | null;
    if (!form) return;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => undefined);
    // Without an answer the session may still live: better to stay and see that than to seem signed out.
    if (!answer?.ok) {
      done();
      return;
    }
    session.forget();
    forgetFiles(session);
    location.assign(answer.url || "/");
  };
  const silent = !chats && !unsent;
  useEffect(() => {
    if (silent) void leave();
  }, []);
  if (silent) return null;
  return (
    <Dialog title={t("Sign out?")} done={done} testid="dialog-sign-out">
      <p class="dialog-text">
        {chats > 0 &&
          tn(
            "You have {count} chat. It returns to the queue at its old place.",
            "You have {count} chats. They return to the queue at their old places.",
            chats,
          )}{" "}
        {unsent > 0 &&
          tn(
            "{count} message of yours was not sent and is lost.",
            "{count} messages of yours were not sent and are lost.",
            unsent,
          )}
      </p>
      <div class="dialog-buttons">
        <button type="button" class="button" data-autofocus onClick={done}>
          {t("Stay")}
        </button>
        <button type="button" class="button primary" data-testid="sign-out-confirm" onClick={() => void leave()}>
          {t("Sign out")}
        </button>
      </div>
    </Dialog>
  );
}
