// What does the host website's token say of the customer? Read without checking: only the server believes it or not.

/** A text claim of a JWT; empty when there is none, or when this is no JWT. */
export function claimed(jwt: string, name: string): string {
  try {
    const payload = (jwt.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const value = (JSON.parse(atob(payload)) as Record<string, unknown>)[name];
    return typeof value === "string" ? value : "";
  } catch {
    return "";
  }
}
