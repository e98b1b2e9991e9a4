// Under which addresses are sent files to be had now? Asked for together, and again before they grow old.
import { type Signal, signal } from "@preact/signals";

export interface Address {
  whole: string;
  preview: string;
}

interface Asked {
  address: Signal<Address | undefined>;
  /** When it stops being good, by this page's clock. */
  until: number;
}

export class Addresses {
  private readonly known = new Map<string, Asked>();
  private readonly headers: () => Record<string, string>;
  private gathering: Promise<void> | undefined;
  private wanted = new Set<string>();

  constructor(headers: () => Record<string, string>) {
    this.headers = headers;
  }

  /** The addresses of a file as a signal: empty until they are here. */
  of(file: string): Signal<Address | undefined> {
    let asked = this.known.get(file);
    if (!asked) {
      asked = { address: signal(undefined), until: 0 };
      this.known.set(file, asked);
    }
    if (asked.until < performance.now()) void this.ask(file);
    return asked.address;
  }

  /** Good addresses now, or nothing where there is no answer. */
  async fresh(file: string): Promise<Address | undefined> {
    const found = this.of(file);
    await this.gathering;
    return found.peek();
  }

  private ask(file: string): Promise<void> {
    this.wanted.add(file);
    // What a whole screen of files wants is one question.
    this.gathering ??= Promise.resolve().then(async () => {
      const files = [...this.wanted].slice(0, 100);
      for (const each of files) this.wanted.delete(each);
      try {
        await this.fetch(files);
      } finally {
        this.gathering = undefined;
        const [more] = this.wanted;
        if (more) void this.ask(more);
      }
    });
    return this.gathering;
  }

  private async fetch(files: string[]): Promise<void> {
    const now = performance.now();
    // Not asked again at once, whatever comes of it.
    for (const file of files) this.change(file, { until: now + 5_000 });
    try {
      const response = await fetch("/api/v1/files/links", {
        method: "POST",
        headers: this.headers(),
        body: JSON.stringify({ files }),
      });
      if (!response.ok) return;
      const { links, seconds } = (await response.json()) as { links: Record<string, Address>; seconds: number };
      for (const [file, address] of Object.entries(links)) {
        const asked = this.known.get(file);
        this.change(file, { until: now + seconds * 900 });
        if (asked && asked.address.peek()?.whole !== address.whole) asked.address.value = address;
      }
    } catch {
      // Asked again when it is looked at again.
    }
  }

  private change(file: string, some: Partial<Asked>): void {
    const asked = this.known.get(file);
    if (asked) Object.assign(asked, some);
  }
}
