// What does the host page say, and what of it does the server not know yet? Settings, facts, the page one is on.
import type { PageSeen, Settings, ToHost } from "../loader/bridge";
import { told } from "./attributes";
import type { CustomerRequest } from "./frames";

type Hello = Extract<CustomerRequest, { t: "hello" }>;

export class Host {
  settings: Settings = {};
  page: PageSeen | null = null;

  private readonly tell: (message: ToHost) => void;
  private readonly send: (frame: CustomerRequest) => void;
  /** What the server was told last. */
  private told: { page: PageSeen | null; about: string } = { page: null, about: "" };

  constructor(tell: (message: ToHost) => void, send: (frame: CustomerRequest) => void) {
    this.tell = tell;
    this.send = send;
  }

  /** For hello. */
  present(): Pick<Hello, "region" | "page" | "device" | "attributes" | "pages"> {
    const { page, settings } = this;
    this.told = { page, about: this.about() };
    return {
      region: settings.region ?? "",
      page,
      device: settings.device ?? null,
      attributes: this.attributes(),
      pages: settings.pages ?? null,
    };
  }

  /** Tells the server what it does not know yet; only while it listens. */
  report(): void {
    const { page, about } = this.told;
    this.told = { page: this.page, about: this.about() };
    if (this.page && this.page !== page) this.send({ t: "page", page: this.page });
    if (this.told.about === about) return;
    this.send({ t: "about", attributes: this.attributes(), pages: this.settings.pages ?? null });
  }

  private about(): string {
    return JSON.stringify([this.settings.attributes, this.settings.pages]);
  }

  private attributes(): Record<string, string> {
    const { attributes, problem } = told(this.settings.attributes);
    if (problem) this.tell({ do: "problem", text: problem });
    return attributes;
  }
}
