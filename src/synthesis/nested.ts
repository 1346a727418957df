import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { gitOfPerson as git } from "../child-process";
import { shellWord } from "../shell-word";

/** What it means for new repositories that they come to lie in another one; nothing where they do not, or where that one ignores them. */
export async function nestedIn(folder: string): Promise<string[]> {
  const base = nearest(folder);
  try {
    const top = (await git(base, ["rev-parse", "--show-toplevel"])).trim();
    if (await isIgnored(base, join(folder, "x"))) return []; // what lies in an ignored folder is ignored before there is one
    const place = relative(top, join(realpathSync(base), relative(base, folder)));
    return [
      `${folder} is inside the git repository ${top}: what is made there has repositories of its own, whose files that one does not keep. To have it leave them alone: echo ${shellWord(`/${place}/`)} >>${shellWord(join(top, ".gitignore"))}`,
    ];
  } catch {
    return []; // no repository around it, or no git
  }
}

function isIgnored(base: string, path: string): Promise<boolean> {
  return git(base, ["check-ignore", "--quiet", "--", relative(base, path)]).then(
    () => true,
    () => false,
  );
}

function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}
