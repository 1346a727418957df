// dist/server.js of the generated app without what makes metrics and logs: see src/app.ts and src/observe.ts there.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import express from "express";
import { loadConfig } from "./dist/config.js";
import { answerErrors, notFound } from "./dist/errors.js";
import { drainOnSignal } from "./dist/lifecycle.js";
import { createLogger } from "./dist/logger.js";
import { createRoutes } from "./dist/routes.js";

const config = loadConfig();
const logger = createLogger("silent");
const lifecycle = { phase: "ready" };
const metrics = { scrape: async () => ({ contentType: "text/plain", body: "" }) };

const app = express();
app.disable("x-powered-by");
app.disable("etag");
app.use((request, response, next) => {
  const incoming = request.headers["x-request-id"];
  const requestId = typeof incoming === "string" && /^[A-Za-z0-9._-]{1,64}$/.test(incoming) ? incoming : randomUUID();
  response.locals.requestId = requestId;
  response.setHeader("X-Request-Id", requestId);
  next();
});
app.use((_request, response, next) => {
  response.set({ "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store" });
  next();
});
app.use(createRoutes(config, lifecycle, metrics));
app.use(notFound);
app.use(answerErrors(logger));

const server = createServer({ keepAliveTimeout: 65_000 }, app);
drainOnSignal(server, lifecycle, config, logger);
server.listen(config.port, config.host);
