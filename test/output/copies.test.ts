import { writePortfolio } from "../../src/synthesis/render-portfolio";
import { readTree } from "../support/command";
import { generateFresh, temporaryFolder } from "../support/portfolio";
import { threeServices } from "../support/several";

test.each([
  ["one service", {}],
  ["read-only files", { markers: true }],
  ["several services", threeServices],
])("a portfolio that a test may change is what is written in its place: %s", (_, options) => {
  const { model, root } = generateFresh(options);
  const written = temporaryFolder();
  writePortfolio(model, written);
  expect(readTree(root)).toEqual(readTree(written));
});
