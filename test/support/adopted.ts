import { cpSync } from "node:fs";
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

/** Each service of the apps, with the flags that a person gives who is asked. */
export const adoptable = Object.entries(apps).flatMap(([name, services]) =>
  services.map(({ folder, answers }) => ({
    title: folder ? `${name}/${basename(folder)}` : name,
    name,
    flags: [
      ...(folder ? ["--dockerfile", `${folder}/Dockerfile`] : []),
      ...Object.entries(answers).flatMap(([option, value]) => [`--${option}`, String(value)]),
    ],
  })),
);

const cache = new Map<string, Generated>();

/** One of them after `adopt`; do not change what is in it. */
export function adopted({ title, name, flags }: (typeof adoptable)[number]): Generated {
  const known = cache.get(title);
  if (known) return known;
  const app = personsRepository(name);
  const { status, stderr } = command(["adopt", app, "--yes", "--owner", OWNER, ...flags]);
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
