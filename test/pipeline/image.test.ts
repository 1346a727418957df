import { loadApp } from "../support/app-repository";
import { matrix } from "../support/matrix";

describe.each(Object.entries(matrix))("%s", (_, options) => {
  const { text, compose } = loadApp(options);

  test("A22 what the image takes from a checkout is readable for its user, whatever umask made the checkout", () => {
    const lastStage =
      text("Dockerfile")
        .split(/^FROM /m)
        .at(-1) ?? "";
    const copies = lastStage.match(/^COPY .*$/gm) ?? [];
    expect(copies.length).toBeGreaterThan(1);
    for (const copy of copies) expect(copy).toMatch(/--from=|--chmod=/);
  });

  test("A23 calls between the containers of compose use no proxy", () => {
    for (const name of ["traffic", "prometheus", "grafana"]) {
      const { "<<": shared, ...own } = compose.services[name].environment;
      expect({ ...shared, ...own }).toMatchObject({ HTTP_PROXY: "", http_proxy: "" });
    }
  });
});
