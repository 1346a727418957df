/**
 * Whether YAML reads a name as text, in all the versions of it that Kubernetes, Helm, GitHub and Compose use between them:
 * `no` is a boolean in one, `1e3` a number in another (yaml.org/type).
 */
export function isPlainText(name: string): boolean {
  return !/^(?:y|n|yes|no|on|off|true|false|null|[-.]?\d[\d._]*(?:e[-+]?\d+)?|0[xob][\da-f_]+|\d{4}-\d\d?-\d\d?|-?\.inf|\.nan|-+)$/i.test(
    name,
  );
}
