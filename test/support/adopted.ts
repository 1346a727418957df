import { cpSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { scopeOf } from "../../src/portfolio/scope";
import { readRecord } from "../../src/repositories/record";
import { apps, appsFolder } from "../adopt/apps";
import { command, sh } from "./command";
import { type Generated, OWNER, temporaryFolder } from "./portfolio";

/** A copy of an app of `test/apps`, as a person's repository with one commit on main. */
export function personsRepository(name: string, source = appsFolder): string {
  const folder = join(temporaryFolder(), name);
  cpSync(join(source, name), folder, { recursive: true });
  sh(
    folder,
    "git init -q && git symbolic-ref HEAD refs/heads/main && git config user.name Ada && git config user.email ada@example.com && git add --all && git commit -qm Mine",
  );
  return folder;
}

interface Adoptable {
  readonly title: string;
  readonly name: string;
  readonly flags: readonly string[];
  /** What a file for `--config` says. */
  readonly config?: object;
}

/** Each service of the apps, with the flags that a person gives who is asked. */
const alone = Object.entries(apps).flatMap(([name, services]) =>
  services.map(
    ({ folder, answers }): Adoptable => ({
      title: folder ? `${name}/${basename(folder)}` : name,
      name,
      flags: [
        ...(folder ? ["--dockerfile", `${folder}/Dockerfile`] : []),
        ...Object.entries(answers).flatMap(([option, value]) => [`--${option}`, String(value)]),
      ],
    }),
  ),
);

/** Those of one repository together, and what a person says of them in a file. */
const together = Object.entries(apps)
  .filter(([, services]) => services.length > 1)
  .map(
    ([name, services]): Adoptable => ({
      title: `${name}, whole`,
      name,
      flags: [],
      config: { services: services.map(({ folder, answers }) => ({ dockerfile: `${folder}/Dockerfile`, ...camelCased(answers) })) },
    }),
  );

export const adoptable: readonly Adoptable[] = [...alone, ...together];

function camelCased(answers: Readonly<Record<string, unknown>>): object {
  const named = ([flag, value]: [string, unknown]) => [flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), value];
  return Object.fromEntries(Object.entries(answers).map(named));
}

const cache = new Map<string, Generated>();

/** One of them after `adopt`; do not change what is in it. */
export function adopted({ title, name, flags, config }: Adoptable): Generated {
  const known = cache.get(title);
  if (known) return known;
  const app = personsRepository(name);
  const file = join(temporaryFolder(), "portfolio.json");
  if (config) writeFileSync(file, JSON.stringify(config));
  const said = config ? ["--config", file] : [];
  const { status, stderr } = command(["adopt", app, "--yes", "--owner", OWNER, ...flags, ...said]);
  if (status !== 0) throw new Error(`adopt ${title} ended with ${status}: ${stderr}`);
  const root = join(app, "..");
  const model = resolvePortfolio(readRecord(join(root, "infra-k8s"))?.options as never);
  const generated = {
    model,
    portfolio: scopeOf(model),
    root,
    app,
    infra: join(root, "infra-k8s"),
    docs: join(root, "devops-portfolio-project"),
  };
  cache.set(title, generated);
  return generated;
}
