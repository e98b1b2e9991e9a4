// When does the desktop tell of something? Only what this person asked for, never while they look, never in their quiet
// hours. Kept in this browser.
import { type Signal, signal } from "@preact/signals";
import type { Store } from "../shared/storage";

export interface Wishes {
  desktop: boolean;
  /** Local times as `22:00`; both empty: no quiet hours. */
  quietFrom: string;
  quietTo: string;
}

export const NO_WISHES: Wishes = { desktop: false, quietFrom: "", quietTo: "" };

export type Permission = NotificationPermission | "unsupported";

/** Whether a moment (local) lies in the quiet hours, which may go over midnight. */
export function quietAt({ quietFrom, quietTo }: Wishes, at: Date): boolean {
  const [from, to] = [minutes(quietFrom), minutes(quietTo)];
  if (from === undefined || to === undefined || from === to) return false;
  const now = at.getHours() * 60 + at.getMinutes();
  return from < to ? from <= now && now < to : now >= from || now < to;
}

function minutes(time: string): number | undefined {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  return found ? Number(found[1]) * 60 + Number(found[2]) : undefined;
}

export class Notices {
  readonly wishes: Signal<Wishes>;
  readonly permission: Signal<Permission>;
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
    this.wishes = signal({ ...NO_WISHES, ...store.get<Partial<Wishes>>("notices") });
    this.permission = signal(typeof Notification === "undefined" ? "unsupported" : Notification.permission);
  }

  wish(more: Partial<Wishes>): void {
    this.wishes.value = { ...this.wishes.value, ...more };
    this.store.set("notices", this.wishes.value);
  }

  /** Asks the browser; only ever after a press, since a question out of nowhere is refused for good. */
  async permit(): Promise<void> {
    if (this.permission.value === "unsupported") return;
    this.permission.value = await Notification.requestPermission();
    this.wish({ desktop: this.permission.value === "granted" });
  }

  /** Whether nothing may sound or show itself now. */
  get quiet(): boolean {
    return quietAt(this.wishes.value, new Date());
  }

  /** Shows it where nobody looks at the console; `thread` replaces what was shown of the same before. */
  show(title: string, thread: string, pressed: () => void): void {
    if (!this.wishes.value.desktop || this.permission.value !== "granted" || this.quiet) return;
    if (document.visibilityState === "visible" && document.hasFocus()) return;
    try {
      const shown = new Notification(title, { tag: thread });
      shown.onclick = () => {
        window.focus();
        pressed();
        shown.close();
      };
    } catch {
      // Some phones allow them from service workers alone: badge, list and sound say the same.
    }
  }
}
