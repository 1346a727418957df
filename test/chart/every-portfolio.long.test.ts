import { join } from "node:path";
import { matrix } from "../support/matrix";
import { generate } from "../support/portfolio";
import { check } from "../support/tools";

// Some of them are in every-portfolio.test.ts.
test.each(Object.entries(matrix))("helm-unittest: %s", (_, options) => {
  const { infra, portfolio } = generate(options);
  expect(check("helm-unittest", [join(infra, "helm", portfolio.appName)])).toMatch(/Charts: +1 passed/);
});
