// What is out of bounds, while a lead does something else? One line that leads to the wall.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Sounds } from "../sounds";
import type { Alert } from "../wall";
import type { Alarming } from "../watched";
import { sentences, t } from "../words";
import { Icon } from "./icons";
import { lineName, type WallParts } from "./Wall";

export function WallAlerts({ screen, watched, sounds }: WallParts & { sounds: Sounds }): JSX.Element | null {
  const found = watched.alarming.value;
  const keys = found.flatMap(({ by, line, alerts }) => alerts.map((alert) => `${by} ${line.key} ${alert}`));
  const told = useRef<ReadonlySet<string>>(new Set());
  const now = keys.join("\n");
  useEffect(() => {
    // Once when it begins; what goes on is on the screen.
    const fresh = keys.some((key) => !told.current.has(key));
    told.current = new Set(keys);
    if (!fresh) return;
    sounds.play("alarm");
    screen.said.value = sentences(...found.map(sentence));
  }, [now]);
  if (!found.length || screen.wall.value) return null;
  return (
    <div class="wall-alerts" data-testid="wall-alerts">
      <Icon name="alert" size={16} />
      <span>{sentences(...found.slice(0, 3).map(sentence))}</span>
      <button type="button" class="button" onClick={() => screen.toWall()}>
        {t("Show the wall")}
      </button>
    </div>
  );
}

function sentence({ by, line, alerts }: Alarming): string {
  const name = lineName(by, line.key);
  const say: Record<Alert, () => string> = {
    nobody: () => t("{name}: somebody waits and nobody is available.", { name }),
    wait: () => t("{name}: somebody waits too long.", { name }),
    queue: () => t("{name}: {count} wait.", { name, count: line.waiting }),
    level: () => t("{name}: the service level is too low.", { name }),
  };
  return say[alerts[0] as Alert]();
}
