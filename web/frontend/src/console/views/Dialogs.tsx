// Which dialog is open? At most one, about the thread on the screen.
import type { JSX } from "preact";
import { explain } from "../errors";
import type { Notices } from "../notices";
import type { Sounds } from "../sounds";
import { t } from "../words";
import { AbuseDialog } from "./AbuseDialog";
import type { Parts } from "./App";
import { DecideDialog } from "./DecideDialog";
import { DeclineDialog } from "./DeclineDialog";
import { Dialog } from "./Dialog";
import { EscalateDialog } from "./EscalateDialog";
import { InviteDialog } from "./InviteDialog";
import { NoticesDialog } from "./NoticesDialog";
import { Palette } from "./Palette";
import { ReopenDialog } from "./ReopenDialog";
import { RepliesDialog } from "./RepliesDialog";
import { ResolveDialog } from "./ResolveDialog";
import { ReturnDialog } from "./ReturnDialog";
import { ShortcutsDialog } from "./ShortcutsDialog";
import { SignOutDialog } from "./SignOutDialog";
import { TransferDialog } from "./TransferDialog";
import { WhyDialog } from "./WhyDialog";
import { WritingDialog } from "./WritingDialog";

/** What was asked about is not there any more, or not for this person. */
function Unopened({ code, done }: { code: string; done(): void }): JSX.Element {
  return (
    <Dialog title={t("This chat cannot be shown")} done={done} testid="dialog-unopened">
      <p class="dialog-text">{explain(code)}</p>
    </Dialog>
  );
}

export function Dialogs({
  session,
  screen,
  notices,
  sounds,
}: Parts & { notices: Notices; sounds: Sounds }): JSX.Element | null {
  const thread = session.known.threads.value[session.current.value];
  const done = (): void => screen.done();
  const dialog = screen.dialog.value;
  if (dialog === "sign-out") return <SignOutDialog session={session} done={done} />;
  if (dialog === "writing") return <WritingDialog session={session} done={done} />;
  if (dialog === "palette") return <Palette session={session} screen={screen} />;
  if (dialog === "shortcuts") return <ShortcutsDialog leads={session.leads.value} done={done} />;
  if (dialog === "notices") return <NoticesDialog session={session} notices={notices} sounds={sounds} done={done} />;
  if (dialog === "decline") {
    const offer = session.offers.value.find((each) => each.thread === screen.declining.value);
    const handover = session.handovers.value.find((each) => each.thread === screen.declining.value);
    if (handover) return <ReturnDialog session={session} screen={screen} handover={handover} done={done} />;
    return <DeclineDialog session={session} screen={screen} offer={offer} done={done} />;
  }
  if (dialog === "decide") return <DecideDialog session={session} screen={screen} done={done} />;
  if (!thread) return dialog && session.unopened.value ? <Unopened code={session.unopened.value} done={done} /> : null;
  const props = { session, thread, done, said: (words: string) => (screen.said.value = words) };
  switch (dialog) {
    case "resolve":
      return <ResolveDialog {...props} title={t("Resolve this chat")} />;
    case "transfer":
      return <TransferDialog {...props} />;
    case "escalate":
      return <EscalateDialog {...props} />;
    case "reopen":
      return <ReopenDialog {...props} screen={screen} />;
    case "invite":
      return <InviteDialog {...props} />;
    case "abuse":
      return <AbuseDialog {...props} />;
    case "replies":
      return <RepliesDialog {...props} />;
    case "why":
      return <WhyDialog {...props} />;
    default:
      return null;
  }
}
