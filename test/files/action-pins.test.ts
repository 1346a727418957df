import { keepNewerPins } from "../../src/files/action-pins";

const pin = (version: string, sha = "a") => `      - uses: actions/checkout@${sha.repeat(40)} # ${version}\n`;

test.each([
  ["a newer major", "v7.0.1", "v10.0.0", "v10.0.0"],
  ["a newer patch", "v7.0.9", "v7.0.10", "v7.0.10"],
  ["an older version", "v7.0.1", "v6.9.9", "v7.0.1"],
])("on disk %s: %s rendered, %s on disk, %s stays", (_, rendered, onDisk, expected) => {
  expect(keepNewerPins(pin(rendered), pin(onDisk, "b"))).toContain(`# ${expected}`);
});

test("the SHA goes with its version", () => {
  expect(keepNewerPins(pin("v1.0.0"), pin("v2.0.0", "b"))).toBe(pin("v2.0.0", "b"));
});

test("what is no full SHA is not taken over", () => {
  expect(keepNewerPins(pin("v1.0.0"), "      - uses: actions/checkout@v9 # v9.0.0\n")).toBe(pin("v1.0.0"));
});
