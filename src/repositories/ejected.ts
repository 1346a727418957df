import type { Project } from "projen/lib/project";
import { hasRegions } from "../files/regions";
import { isToolFile, type Tree, type TreeFile } from "../files/tree";

/** Set, in the environment, where a repository is to go on without the tool. */
export const EJECT = "CREATE_DEVOPS_PORTFOLIO_EJECT";

/** The managed files of a repository as they read where no tool writes them again: with scripts in the place of tasks. */
export function withoutTool(project: Project, tree: Tree): Tree {
  const commands = commandsOf(project);
  const kept = [...tree].filter(([path, { ownership, content }]) => (ownership !== "seeded" || hasRegions(content)) && !isToolFile(path));
  return new Map(kept.map(([path, file]) => [path, { ...file, readOnly: false, content: reworded(path, file, commands) }]));
}

function reworded(path: string, { content }: TreeFile, commands: ReadonlyMap<string, string>): string {
  if ([".gitignore", ".gitattributes"].includes(path)) return content.replace(/^.*\.projen.*\n/gm, "");
  return content.replace(/\bnpx projen ([\w:-]+)/g, (words, task: string) => commands.get(task) ?? words);
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
