// What stands at the top of a view: the way back, where one is, what can be done, the way out.
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../words";
import { Icon } from "./icons";

interface Props {
  title: string;
  /** A second line, in smaller letters. */
  line?: ComponentChildren;
  /** A picture of whom one talks to. */
  face?: ComponentChildren;
  back?: () => void;
  close: (() => void) | undefined;
  children?: ComponentChildren;
}

export function Header({ title, line, face, back, close, children }: Props): JSX.Element {
  return (
    <header class="bar">
      {back && (
        <button type="button" class="icon-button" aria-label={t("Back")} onClick={back} data-testid="back">
          <Icon name="back" />
        </button>
      )}
      {face}
      <div class="bar-text">
        <h1>{title}</h1>
        {line && <p>{line}</p>}
      </div>
      {children}
      <Close close={close} />
    </header>
  );
}

export function Close({ close }: { close: (() => void) | undefined }): JSX.Element | null {
  if (!close) return null;
  return (
    <button type="button" class="icon-button" aria-label={t("Close")} onClick={close} data-testid="close">
      <Icon name="close" />
    </button>
  );
}

/** A picture in a circle, or the first letters of the name. */
export function Face({ name, picture = "" }: { name: string; picture?: string | undefined }): JSX.Element {
  const [lost, setLost] = useState("");
  const letters = name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => [...part][0] ?? "")
    .join("");
  return (
    <span class="face" aria-hidden="true">
      {picture && lost !== picture ? (
        <img src={`/p/${picture}`} alt="" onError={() => setLost(picture)} />
      ) : (
        letters.toLocaleUpperCase()
      )}
    </span>
  );
}
