import type { KubeObject } from "./kube";

const NAME = /(password|passwd|secret|token|api[_-]?key|private[_-]?key|credential|access[_-]?key|dsn|auth)/i;
const HIDDEN = "<hidden>";

/** Hides what a name or a form gives away as a secret: `password=…`, `Bearer …`, the password of a URL. */
export function redactText(text: string): string {
  return text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi, `$1${HIDDEN}@`)
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`)
    .replace(
      /([\w-]*(?:password|passwd|secret|token|api[_-]?key|private[_-]?key|credential)[\w-]*["']?\s*[:=]\s*["']?)[^\s"',}]+/gi,
      `$1${HIDDEN}`,
    );
}

/** An object without values of secrets: in environments, arguments and annotations. */
export function redact<Kubernetes extends KubeObject>(object: Kubernetes): Kubernetes {
  const annotations = Object.fromEntries(
    Object.entries(object.metadata.annotations ?? {}).filter(([name]) => name !== "kubectl.kubernetes.io/last-applied-configuration"),
  );
  const kept = { ...object, metadata: { ...object.metadata, annotations } };
  return object.kind === "ConfigMap" ? kept : (hidden(kept) as Kubernetes);
}

function hidden(value: unknown): unknown {
  if (typeof value === "string") return redactText(value);
  if (Array.isArray(value)) return value.map(hidden);
  if (typeof value !== "object" || value === null) return value;
  const { name, value: given } = value as { name?: unknown; value?: unknown };
  const entries = Object.entries(value).map(([key, inner]) => [key, hidden(inner)]);
  const isSecret = typeof name === "string" && typeof given === "string" && NAME.test(name);
  return { ...Object.fromEntries(entries), ...(isSecret && { value: HIDDEN }) };
}
