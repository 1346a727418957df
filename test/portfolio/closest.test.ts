import { closest } from "../../src/portfolio/closest";

test.each([
  ["syn", "sync"],
  ["snyc", "sync"], // two neighbours swapped are one edit
  ["Sync", "sync"],
  ["shema", "schema"],
  ["portfolio", undefined],
  ["", undefined],
])("%s is nearest to %s", (word, nearest) => {
  expect(closest(word, ["create", "sync", "schema"])).toBe(nearest);
});
