import { join } from "node:path";
import { diagnose } from "../../src/doctor/run";
import { matrix } from "../support/matrix";
import { generate } from "../support/portfolio";

const instance = join(__dirname, "../instance");

/** What breaks, according to the doctor. */
const errors = (...folders: string[]) => diagnose(folders).findings.filter(({ severity }) => severity === "error");

test("the committed portfolio", () => expect(errors(instance)).toEqual([]));

test.each(["express-app", "infra-k8s", "devops-portfolio-project"])("%s, as its own CI sees it: without the others", (name) => {
  expect(errors(join(instance, name))).toEqual([]);
});

test.each(Object.entries(matrix))("a generated portfolio: %s", (_, options) => {
  const { app, infra, docs } = generate(options);
  expect(errors(app, infra, docs)).toEqual([]);
});

test("one portfolio takes a second at most, without a cluster or Helm", () => {
  const started = performance.now();
  diagnose([instance]);
  expect(performance.now() - started).toBeLessThan(5000); // on a busy machine; alone it is about half a second
});
