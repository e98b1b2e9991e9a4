// Which colleague asked a customer for a secret? It was stopped; a lead looks into it and says so.
import type { JSX } from "preact";
import type { Report } from "../frames";
import { reports } from "../lists";
import { secretName } from "../names";
import { t, words } from "../words";
import type { Parts } from "./App";
import { Icon } from "./icons";
import { useAsk } from "./useAsk";

export function Reports({ session, screen }: Parts): JSX.Element | null {
  const found = reports(session.desk.value);
  if (!found.length) return null;
  return (
    <ul class="alarms reports" aria-label={t("Messages that were stopped")} data-testid="reports">
      {found.map((one) => (
        <ReportRow key={one.key} session={session} screen={screen} report={one} />
      ))}
    </ul>
  );
}

function ReportRow({ session, screen, report }: Parts & { report: Report }): JSX.Element {
  const ask = useAsk();
  return (
    <li class="alarm report" data-now="true" data-testid={`report-${report.id}`}>
      <Icon name="shield" size={16} />
      <span class="report-words">
        {t("{name} asked a customer for {secret} at {time}; it was not sent:", {
          name: report.by,
          secret: secretName(report.what),
          time: words.value.time(report.at),
        })}{" "}
        <q dir="auto">{report.text}</q>
        {ask.problem && (
          <span class="problem" role="alert">
            {ask.problem}
          </span>
        )}
      </span>
      <button type="button" class="quiet" onClick={() => screen.open(report.thread)}>
        {t("Open the chat")}
      </button>
      <button
        type="button"
        class="quiet"
        disabled={ask.busy}
        data-testid="reviewed"
        onClick={() => void ask.run(() => session.ask({ t: "review", id: report.id }))}
      >
        {t("Looked into")}
      </button>
    </li>
  );
}
