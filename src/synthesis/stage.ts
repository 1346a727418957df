import { isScript } from "../files/tree";

/** git in a repository. */
type Git = (args: readonly string[]) => Promise<string>;

/** Stages everything in a repository that holds nothing but what the tool wrote. */
export async function stageAll(git: Git): Promise<void> {
  await git(["add", "--all", "--", "."]);
  await letScriptsRun(git);
}

/**
 * Has it recorded of the scripts that are staged that they can be run, which not every file system knows: a drive of Windows, for one.
 * A right that a person took away stays away, where there are any.
 */
export async function letScriptsRun(git: Git): Promise<void> {
  const knowsRights = (await git(["config", "--type=bool", "--get", "core.fileMode"]).catch(() => "")).trim() !== "false";
  const filter = `--diff-filter=${knowsRights ? "A" : "AM"}`;
  const staged = (await git(["diff", "--cached", "--raw", "-z", "--no-renames", "--relative", filter])).split("\0");
  const scripts = staged.filter((path, index) => isScript(path) && /^:\d+ 100644 /.test(staged[index - 1] ?? ""));
  if (scripts.length > 0) await git(["update-index", "--chmod=+x", "--", ...scripts]);
}
