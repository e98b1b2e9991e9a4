// Who does the host website say that the customer is? Its signed token: presented, renewed when old, let go when refused.
import type { ToHost } from "../loader/bridge";
import { Refused } from "../shared/protocol";

export class Identity {
  /** The token to present; empty for an anonymous customer. */
  token = "";

  private readonly tell: (message: ToHost) => void;
  /** What the server has been shown on this connection. */
  private presented = "";
  /** Refused as too old: giving it again would only turn in a circle. */
  private expired = "";

  constructor(tell: (message: ToHost) => void) {
    this.tell = tell;
  }

  give(token: string): void {
    if (token && token === this.expired) {
      this.tell({ do: "problem", text: 'the identity has expired. Give "identify" a function that renews it.' });
    } else this.token = token;
  }

  /** For hello. */
  present(): string {
    this.presented = this.token;
    return this.token;
  }

  /** Shows the server who signed in since hello, where somebody did. */
  async show(ask: (token: string) => Promise<unknown>): Promise<void> {
    if (this.token === this.presented || !this.present()) return;
    try {
      await ask(this.token);
    } catch (problem) {
      if (problem instanceof Refused && problem.code.startsWith("identity_")) this.refused(problem);
    }
  }

  /** The customer is not to blame: the chat goes on without it, and the host's page or its developer is told. */
  refused(refused: Refused): void {
    const old = refused.code === "identity_expired";
    this.expired = old ? this.token : "";
    this.token = this.presented = "";
    if (old) this.tell({ do: "renew" });
    else this.tell({ do: "problem", text: `${refused.message} ${JSON.stringify(refused.data)}` });
  }

  /** A text claim of the token, read without checking; empty when there is none. */
  claim(name: string): string {
    try {
      const payload = (this.token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
      const value = (JSON.parse(atob(payload)) as Record<string, unknown>)[name];
      return typeof value === "string" ? value : "";
    } catch {
      return "";
    }
  }
}
