import { describe, expect, it, vi } from "vitest";
import { openBridge } from "./bridge";

const HOST = "https://shop.example";

function frame() {
  const host = { postMessage: vi.fn() };
  const here = Object.assign(new EventTarget(), { parent: host }) as unknown as Window;
  const heard: unknown[] = [];
  const bridge = openBridge([HOST], (message) => heard.push(message), here);
  const from = (origin: string, message: unknown, source: unknown = host) => {
    const event = Object.assign(new Event("message"), { origin, source, data: message });
    (here as unknown as EventTarget).dispatchEvent(event);
  };
  return { host, bridge, heard, from };
}

describe("the frame's side of the bridge", () => {
  it("answers the allowed origin that spoke first, and only it", () => {
    const { host, bridge, heard, from } = frame();
    bridge.send({ do: "close" });
    expect(host.postMessage).not.toHaveBeenCalled();
    from(HOST, { switchboard: { do: "init" } });
    bridge.send({ do: "close" });
    expect(heard).toEqual([{ do: "init" }]);
    expect(host.postMessage.mock.calls.map((call) => call[1])).toEqual([HOST, HOST]);
  });

  it.each([
    ["another origin", "https://evil.example", { switchboard: { do: "init" } }, undefined],
    ["another window", HOST, { switchboard: { do: "init" } }, {}],
    ["another program's message", HOST, { do: "init" }, undefined],
    ["nothing", HOST, null, undefined],
    ["a command before init", HOST, { switchboard: { do: "reset" } }, undefined],
  ])("does not hear %s", (_name, origin, message, source) => {
    const { heard, from } = frame();
    if (source) from(origin, message, source);
    else from(origin, message);
    expect(heard).toEqual([]);
  });
});
