import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A line that a person adds to a file: below the first line that begins so. */
interface Edit {
  readonly repository: "app" | "infra" | "docs";
  /** Where the file lies now, and before. */
  readonly path: string;
  readonly formerly?: string;
  readonly below: string;
  readonly line: string;
  /** The line takes the place of that one. */
  readonly instead?: boolean;
}

type Folders = Readonly<Record<Edit["repository"], string>>;

/** What a person wrote into the files of an earlier version, managed ones and their own, at places that the tool leaves alone since. */
export function tenEdits(service: string): Edit[] {
  const environment = "environments/minikube";
  return [
    { repository: "app", path: "README.md", below: "## Test", line: "\nMine: run them before each push." },
    { repository: "app", path: "Dockerfile", below: "FROM", line: "# mine: the same base image as everywhere" },
    { repository: "app", path: "scripts/hand-over.sh", below: 'echo "Handed over', line: "# mine: the token lives for an hour" },
    { repository: "infra", path: "README.md", below: "## Check", line: "\nMine: they run in CI, too." },
    { repository: "infra", path: `helm/${service}/values.yaml`, below: "imagePullSecrets", line: "# mine: the image is public" },
    { repository: "infra", path: "scripts/load.sh", below: "for batch in", line: "# mine: bounded on purpose" },
    {
      repository: "infra",
      path: `${environment}/${service}/values.yaml`,
      formerly: `${environment}/values.yaml`,
      below: "{}",
      instead: true,
      line: "replicas: 1 # mine",
    },
    { repository: "infra", path: "monitoring/values.yaml", below: "nodeExporter:", line: "  # mine: my laptop has a fan" },
    { repository: "docs", path: "README.md", below: "[![Deploy]", line: "\nMine: begin with the drills." },
    {
      repository: "docs",
      path: "runbooks.md",
      formerly: "runbooks/AppAvailabilityBudgetBurn.md",
      below: "| `warning` | 3 times |",
      line: "| `mine` | twice, on a Friday | 1 hour |",
    },
  ];
}

/** Each edit, in the files of the earlier version: where they lie now or, before that, lay. */
export function makeEdits(edits: readonly Edit[], folders: Folders): void {
  for (const { repository, path: now, formerly, below, line, instead = false } of edits) {
    const path = formerly && existsSync(join(folders[repository], formerly)) ? formerly : now;
    const file = join(folders[repository], path);
    const lines = readFileSync(file, "utf8").split("\n");
    const at = lines.findIndex((text) => text.startsWith(below));
    if (at < 0) throw new Error(`${path} has no line that begins with ${below}`);
    lines.splice(instead ? at : at + 1, instead ? 1 : 0, line);
    writeFileSync(file, lines.join("\n"));
  }
}

/** The edits that are not there any more. */
export function lostEdits(edits: readonly Edit[], folders: Folders): string[] {
  const isThere = ({ repository, path, line }: Edit) =>
    existsSync(join(folders[repository], path)) && readFileSync(join(folders[repository], path), "utf8").includes(`${line}\n`);
  return edits.filter((edit) => !isThere(edit)).map(({ repository, path }) => `${repository}/${path}`);
}
