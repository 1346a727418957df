import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sh } from "../support/command";
import { generate, temporaryFolder } from "../support/portfolio";
import { run } from "../support/tools";

function repository(): { readonly folder: string; readonly commit: string } {
  const folder = temporaryFolder();
  sh(folder, `git init -q && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m ${folder}`);
  return { folder, commit: sh(folder, "git rev-parse HEAD") };
}

test("the gallery names the commit of a repository, also where a hook leads git to another one", () => {
  const script = readFileSync(join(generate().docs, "scripts/screenshots.mjs"), "utf8");
  const [commitOf] = /^function commitOf[\s\S]*?^}$/m.exec(script) ?? [];
  const [pictured, other] = [repository(), repository()];
  const program = `import { spawnSync } from "node:child_process";\n${commitOf}\nconsole.log(commitOf(${JSON.stringify(pictured.folder)}));`;
  const env = { GIT_DIR: join(other.folder, ".git"), GIT_WORK_TREE: other.folder };
  const found = run(process.execPath, ["--input-type=module", "--eval", program], { env });
  expect(found).toEqual({ status: 0, output: pictured.commit });
});
