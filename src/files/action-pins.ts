const PIN = /uses: ([\w.-]+\/[\w./-]+)@([0-9a-f]{40}) # (v\d[\w.]*)/g;

/**
 * Keeps the pins that Dependabot raised: where the file on disk has a newer version of an action than the rendered one,
 * the newer one stays. Without this, the next synthesis would undo what was merged.
 */
export function keepNewerPins(rendered: string, onDisk: string): string {
  const raised = new Map([...onDisk.matchAll(PIN)].map(([, name, sha, version]) => [name, { sha, version }]));
  return rendered.replace(PIN, (pin, name: string, _sha, version: string) => {
    const kept = raised.get(name);
    return kept && compareVersions(kept.version, version) > 0 ? `uses: ${name}@${kept.sha} # ${kept.version}` : pin;
  });
}

/** Negative where the first is the older one. */
export function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
