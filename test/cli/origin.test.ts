import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { anyOriginOf, originOf } from "../../src/cli/origin";
import { sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";

/** Another file of settings for git while something runs. */
function withSettings<Result>(text: string, use: () => Result): Result {
  const file = join(temporaryFolder(), "gitconfig");
  writeFileSync(file, text);
  const { GIT_CONFIG_GLOBAL } = process.env;
  process.env.GIT_CONFIG_GLOBAL = file;
  try {
    return use();
  } finally {
    if (GIT_CONFIG_GLOBAL === undefined) delete process.env.GIT_CONFIG_GLOBAL;
    else process.env.GIT_CONFIG_GLOBAL = GIT_CONFIG_GLOBAL;
  }
}

function repository(...remotes: readonly (readonly [name: string, url: string])[]): string {
  const folder = temporaryFolder();
  sh(folder, "git init --quiet");
  for (const [name, url] of remotes) sh(folder, `git remote add ${name} '${url}'`);
  return folder;
}

const shop = { owner: "Octo-Org", repository: "shop.js" };

test.each([
  "https://github.com/Octo-Org/shop.js",
  "https://github.com/Octo-Org/shop.js.git/",
  "https://ada:secret@github.com/Octo-Org/shop.js.git",
  "https://www.github.com/Octo-Org/shop.js",
  "http://GitHub.com:80/Octo-Org/shop.js",
  "git://github.com/Octo-Org/shop.js.git",
  "git@github.com:Octo-Org/shop.js.git",
  "github.com:/Octo-Org/shop.js",
  "ssh://git@github.com/Octo-Org/shop.js.git",
  "ssh://git@github.com:22/Octo-Org/shop.js.git",
  "ssh://git@ssh.github.com:443/Octo-Org/shop.js.git",
  "git@ssh.github.com:Octo-Org/shop.js.git",
  "git+ssh://git@github.com/Octo-Org/shop.js.git",
])("%s is of GitHub", (url) => expect(originOf(repository(["origin", url]))).toEqual(shop));

test.each([
  "https://gitlab.com/Octo-Org/shop.js",
  "https://my-github.com/Octo-Org/shop.js",
  "https://github.com.example.org/Octo-Org/shop.js",
  "https://example.org/github.com/Octo-Org/shop.js",
  "git@github.company.com:Octo-Org/shop.js.git",
  "https://github.com/Octo-Org",
  "../shop.js",
])("%s is not", (url) => expect(originOf(repository(["origin", url]))).toBeUndefined());

test("a person's own names for places are resolved as git does it, and a mirror of GitHub's still stands for it", () => {
  const settings =
    '[url "git@github.com:"]\n\tinsteadOf = gh:\n[url "https://github.com/Octo-Org/"]\n\tinsteadOf = work:\n[url "https://mirror.example.org/"]\n\tinsteadOf = https://github.com/Octo-Org/s\n';
  withSettings(settings, () => {
    for (const url of ["gh:Octo-Org/shop.js", "work:shop.js", "https://github.com/Octo-Org/shop.js"]) {
      expect(originOf(repository(["origin", url]))).toEqual(shop);
    }
  });
});

test("without a remote, in no repository and without one of that name there is none; of several, any at GitHub is found", () => {
  expect(originOf(repository())).toBeUndefined();
  expect(originOf(temporaryFolder())).toBeUndefined();
  expect(originOf(join(temporaryFolder(), "nowhere"))).toBeUndefined();
  const folder = repository(["origin", "https://gitlab.com/a/b"], ["upstream", "git@github.com:Octo-Org/shop.js.git"]);
  expect(originOf(folder)).toBeUndefined();
  expect(anyOriginOf(folder)).toEqual(shop);
});
