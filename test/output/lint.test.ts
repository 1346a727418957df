import { runtimeIds } from "../../src/portfolio/runtimes";
import { lintApp } from "../conformance/apps";

test.each(runtimeIds)("%s: the app passes its own lint", (runtime) => {
  expect(() => lintApp(runtime)).not.toThrow();
});
