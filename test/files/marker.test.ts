import { withMarker } from "../../src/files/marker";

test.each([
  ["a.yaml", "a: 1\n", "# M\na: 1\n"],
  ["Dockerfile", "FROM x\n", "# M\nFROM x\n"],
  ["scripts/up.sh", "#!/bin/sh\nset -e\n", "#!/bin/sh\n# M\nset -e\n"],
  ["scripts/a.mjs", "#!/usr/bin/env node\nx\n", "#!/usr/bin/env node\n// M\nx\n"],
  ["README.md", "# T\n", "<!-- M -->\n# T\n"],
  ["helm/shop/templates/service.yaml", "kind: Service\n", "{{- /* M */ -}}\nkind: Service\n"],
  ["helm/shop/values.yaml", "a: 1\n", "# M\na: 1\n"],
  ["a.css", "a { b: c }\n", "/* M */\na { b: c }\n"],
  ["d.mmd", "flowchart TB\n", "%% M\nflowchart TB\n"],
  ["a.json", "{}\n", "{}\n"],
])("%s", (path, content, expected) => {
  expect(withMarker(path, content, "M")).toBe(expected);
});

test("a file without a marker stays as it is", () => {
  expect(withMarker("a.yaml", "a: 1\n", undefined)).toBe("a: 1\n");
});
