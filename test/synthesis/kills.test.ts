import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { command, readTree, sh } from "../support/command";
import { bin, complete, expectWhole, kill, killed, names, quick, type Run } from "../support/kills";
import { temporaryFolder } from "../support/portfolio";

jest.setTimeout(300_000);

// A hundred moments each are in kills.long.test.ts.
test.each(Object.keys(killed))("%s, killed at any moment, leaves each repository as before or as after", async (name) => {
  await expectWhole(name, 2);
});

test("create, killed at any moment, leaves nothing or everything, and a signal leaves no trace", async () => {
  const run: Run = (parent) => [[bin, join(parent, "deep/x"), ...quick], parent];
  const reference = temporaryFolder();
  const duration = await complete(run, reference);
  for (const signal of ["SIGKILL", "SIGINT", "SIGTERM", "SIGHUP"] as const) {
    const [parent, temporary] = [temporaryFolder(), temporaryFolder()];
    await kill(run, parent, duration * (0.3 + 0.75 * Math.random()), signal, { TMPDIR: temporary });
    const target = join(parent, "deep/x");
    if (signal !== "SIGKILL") {
      expect(readdirSync(temporary)).toEqual([]);
      expect(existsSync(join(parent, "deep"))).toBe(existsSync(target));
    }
    if (!existsSync(target)) expect(command([target, ...quick]).status).toBe(0);
    for (const name of names) {
      expect(Object.keys(readTree(join(target, name)))).toEqual(Object.keys(readTree(join(reference, "deep/x", name))));
      expect(sh(join(target, name), "git status --porcelain && git log --format=%s")).toBe("Start from create-devops-portfolio\n");
    }
  }
});
