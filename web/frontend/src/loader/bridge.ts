// What do the host page and the frame say to each other? Types only: neither side carries code of the other.
//
// Life of a frame: the loader makes the iframe → its `load` event → `init` to the frame, with the frame's exact origin →
// the frame answers the origin that init came from, if that is one of the site's. Each later message goes between these
// two windows and origins only. A frame that reloads is initialised anew.

export interface PageSeen {
  url: string;
  title: string;
}

export interface Settings {
  language?: string;
  region?: string;
  device?: { app?: string; version?: string; model?: string };
  /** Facts about the customer: name → value, all of them each time. */
  attributes?: Record<string, unknown>;
  /** The customer agreed on the host website that the pages they visit are kept for the desk. */
  pages?: boolean;
}

/** Host page → frame. */
export type ToFrame =
  | {
      do: "init";
      token: string;
      /** An `identity` follows: connecting waits for it a while. */
      signs: boolean;
      settings: Settings;
      page: PageSeen;
      open: boolean;
      /** The browser denies the host page storage: what it keeps is gone with the page. */
      forgets: boolean;
    }
  | { do: "identity"; identity: string | undefined }
  | { do: "set"; settings: Settings }
  | { do: "page"; page: PageSeen }
  /** The customer opened or closed the widget. */
  | { do: "look"; open: boolean }
  | { do: "reset" };

/** Frame → host page. */
export type ToHost =
  /** To be kept by the host page; `live` says that something of this customer is open, so that the frame is worth loading. */
  | { do: "token"; token: string; live: boolean }
  | { do: "close" }
  /** The identity has expired: ask the host's callback for a new one. */
  | { do: "renew" }
  /** Something that a host page may listen to with `Switchboard("on", …)`: ready, unread (a number), chat. */
  | { do: "event"; name: string; data: unknown }
  /** For the developer of the host page, in words. */
  | { do: "problem"; text: string };

/** Marks our messages among the many others on a page. */
export interface Envelope<Message> {
  switchboard: Message;
}
