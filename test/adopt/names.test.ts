import type { DetectedService } from "../../src/adopt/detect";
import { labelOf, namesFor } from "../../src/adopt/names";

const services = (...found: [folder: string, dockerfile?: string][]) =>
  found.map(([folder, dockerfile]) => ({ folder, dockerfile, facts: {}, open: [] }) as unknown as DetectedService);

test.each([
  [services(["services/api", "services/api/Dockerfile"], ["web", "web/Dockerfile"]), ["api", "web"]],
  [services(["", "Dockerfile"], ["", "Dockerfile.worker"], ["", "docker/cron.Dockerfile"]), ["shop", "worker", "cron"]],
  [services(["a/Api_Server", "a/Api_Server/Dockerfile"], ["b/Api_Server", "b/Api_Server/Dockerfile"]), ["a-api-server", "b-api-server"]],
  [services(["1", "1/Dockerfile"], ["web", "web/Dockerfile"]), ["shop", "web"]],
])("%# services are called after their Dockerfile or folder, and none as another", (found, names) => {
  expect(namesFor(found, "shop")).toEqual(names);
});

test("a name is one that Kubernetes takes, however long the folder's is", () => {
  expect(labelOf(`${"a".repeat(52)}--b`)).toBe("a".repeat(52));
  expect(labelOf("2024 Übung.API")).toMatch(/^[a-z](?:[-a-z0-9]*[a-z0-9])?$/);
  expect(labelOf("___")).toBe("");
});
