import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { optionsSchema } from "../../src/portfolio/schema";
import { matrix } from "../support/matrix";
import { generate } from "../support/portfolio";
import { check } from "../support/tools";

// Hours of samples in each of many scenarios take a quarter of a minute to evaluate; the quick ones of the default portfolio
// run with its own check, too, in infra-scripts/check.test.ts.
test.each<[string, Partial<PortfolioOptions>]>([
  ["the defaults", {}],
  ["other numbers", matrix["other numbers"]],
  ["the lowest target that is accepted", { availabilityTarget: optionsSchema.properties.availabilityTarget.minimum }],
])(
  "with %s alerts fire, do not fire, and resolve",
  (_, options) => {
    const tests = join(generate(options).infra, "monitoring/tests");
    check("promtool", ["test", "rules", ...readdirSync(tests).map((file) => join(tests, file))]);
  },
  300_000,
);
