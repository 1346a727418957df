import type { Project } from "projen/lib/project";
import { hasRegions } from "../files/regions";
import { isToolFile, MANIFEST, RECORD, type Tree, type TreeFile } from "../files/tree";
import type { ResolvedOptions } from "../portfolio/portfolio";

/** Set, in the environment, where a repository is to go on without the tool. */
export const EJECT = "CREATE_DEVOPS_PORTFOLIO_EJECT";

/** Where the repositories of a portfolio keep what they have in common, once no tool records it. */
const FACTS = "portfolio.json";

/** The managed files of a repository as they read where no tool writes them again: with scripts in the place of tasks. */
export function withoutTool(project: Project, tree: Tree, options: ResolvedOptions): Tree {
  const commands = commandsOf(project);
  const kept = [...tree].filter(([path, { ownership, content }]) => (ownership !== "seeded" || hasRegions(content)) && !isToolFile(path));
  const files = kept.map(([path, file]): [string, TreeFile] => [
    path,
    { ...file, readOnly: false, content: reworded(path, file, commands) },
  ]);
  return new Map([...files, [FACTS, factsOf(options, kept)]]);
}

function reworded(path: string, { content }: TreeFile, commands: ReadonlyMap<string, string>): string {
  if ([".gitignore", ".gitattributes"].includes(path)) return content.replace(/^.*\.projen.*\n/gm, "");
  return content
    .replace(/\bnpx projen ([\w:-]+)/g, (words, task: string) => commands.get(task) ?? words)
    .replaceAll(RECORD, FACTS)
    .replaceAll(MANIFEST, FACTS);
}

/** What each task runs. */
function commandsOf(project: Project): Map<string, string> {
  return new Map(
    project.tasks.all.flatMap(({ name, steps }) => {
      const [{ exec, execArgs } = {}, ...more] = steps;
      const command = execArgs?.join(" ") ?? exec;
      return command === undefined || more.length > 0 ? [] : [[name, command]];
    }),
  );
}

/** What the check of the docs repository holds its pages against, and which pages those are. */
function factsOf({ own: _, markers: __, ...options }: ResolvedOptions, files: readonly (readonly [string, TreeFile])[]): TreeFile {
  const pages = files.filter(([path, { ownership }]) => ownership === "managed" && path.endsWith(".md")).map(([path]) => path);
  return { content: `${JSON.stringify({ options, files: pages.sort() }, null, 2)}\n`, executable: false, ownership: "managed" };
}
