// dist/server.js of the generated app without what makes metrics and logs: see src/app.ts and src/observe.ts there.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { createHandler } from "./dist/app.js";
import { loadConfig } from "./dist/config.js";
import { Faults } from "./dist/faults.js";
import { drainOnSignal } from "./dist/lifecycle.js";
import { createLogger } from "./dist/logger.js";
import { probeRoutes } from "./dist/management.js";
import { serviceRoutes } from "./dist/routes.js";

const config = loadConfig();
const logger = createLogger("silent");
const lifecycle = { phase: "ready" };
const faults = new Faults();
const handle = createHandler([serviceRoutes(config, faults), probeRoutes(config, lifecycle, faults)], logger);

const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  const incoming = request.headers["x-request-id"];
  const requestId = typeof incoming === "string" && /^[A-Za-z0-9._-]{1,64}$/.test(incoming) ? incoming : randomUUID();
  response.setHeader("X-Request-Id", requestId);
  handle(request, response);
});
drainOnSignal(server, lifecycle, config, logger);
server.listen({ port: config.port });
