import type { SourceFile } from "../workspace/repository";
import { packageJson } from "./dependencies";
import type { ServiceFiles } from "./service-files";

interface Manager {
  readonly name: "npm" | "yarn" | "pnpm" | "bun";
  readonly locks: readonly string[];
  readonly install: string;
}

const MANAGERS: readonly Manager[] = [
  { name: "npm", locks: ["package-lock.json", "npm-shrinkwrap.json"], install: "npm ci" },
  { name: "yarn", locks: ["yarn.lock"], install: "yarn install --frozen-lockfile" },
  { name: "pnpm", locks: ["pnpm-lock.yaml"], install: "corepack enable && pnpm install --frozen-lockfile" },
  { name: "bun", locks: ["bun.lock", "bun.lockb"], install: "npm install --global bun && bun install --frozen-lockfile" },
];

/** Yarn since its second version is none of the runner's: corepack brings the one that package.json names. */
const SECOND_YARN = { mark: /^__metadata:/m, install: "corepack enable && yarn install --immutable" };

interface Lock {
  readonly manager: Manager["name"];
  readonly install: string;
  readonly file: SourceFile;
}

/** The lock files by which Node's packages are installed for a service: its own, or those of the workspace that it belongs to. */
export function locksOfNode(service: ServiceFiles): Lock[] {
  const own = locksIn((path) => service.file(path));
  return own.length > 0 || !isInWorkspace(service) ? own : locksIn((path) => service.repository.file(path));
}

const locksIn = (find: (path: string) => SourceFile | undefined): Lock[] =>
  MANAGERS.flatMap(({ name, locks, install }) => {
    const file = locks.map(find).find((found) => found !== undefined);
    if (!file) return [];
    const isSecond = name === "yarn" && SECOND_YARN.mark.test(file.text);
    return [{ manager: name, install: isSecond ? SECOND_YARN.install : install, file }];
  });

const isInWorkspace = ({ folder, repository }: ServiceFiles): boolean =>
  folder !== "" &&
  (repository.file("pnpm-workspace.yaml") !== undefined || packageJson(repository.file("package.json")).workspaces !== undefined);
