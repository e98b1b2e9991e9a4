// Which small parts appear in several panes? A face, a badge of the tier, a dot of presence, an empty place.
import type { ComponentChildren, JSX } from "preact";
import type { Colleague } from "../frames";
import { presence } from "../lists";
import { initials, standingName, tierName } from "../names";
import { t } from "../words";
import { Icon, type IconName } from "./icons";

/** Beside a name that is written out, so it is not read aloud. */
export function Face({ name, large }: { name: string; large?: boolean }): JSX.Element {
  return (
    <span class="face" data-large={large} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

export function Tier({ tier }: { tier: number | undefined }): JSX.Element | null {
  return tier ? <span class="tag tag-vip">{tierName(tier)}</span> : null;
}

export function Urgent(): JSX.Element {
  return (
    <span class="tag tag-urgent">
      <Icon name="urgent" size={12} />
      {t("Urgent")}
    </span>
  );
}

/** Colour and shape differ, so that colour alone says nothing. */
export function Presence({ one }: { one: Colleague }): JSX.Element {
  return <span class={`presence presence-${presence(one)}`} role="img" aria-label={standingName(one)} />;
}

interface EmptyProps {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
}

export function Empty({ icon, title, children }: EmptyProps): JSX.Element {
  return (
    <div class="empty">
      <span class="empty-sign">
        <Icon name={icon} size={22} />
      </span>
      <p class="empty-title">{title}</p>
      {children && <div class="empty-text">{children}</div>}
    </div>
  );
}
