import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PortfolioOptions } from "../../src/portfolio/options";

/** A repository with two services in different languages, of which one calls the other, beside a service with its own. */
export const sharedRepository: Partial<PortfolioOptions> = {
  services: [
    { name: "orders" },
    {
      name: "shop-api",
      runtime: "container",
      repository: "shop",
      port: 9000,
      dockerfile: "services/api/Dockerfile",
      buildContext: "services/api",
      healthPath: "/livez",
      metrics: "promhttp",
      setup: "go",
      testCommand: "cd services/api && go test ./...",
    },
    {
      name: "page",
      runtime: "container",
      repository: "shop",
      port: 9000,
      platforms: ["linux/amd64"],
      dockerfile: "docker/page.Dockerfile",
      runAsUser: 10001,
      healthPath: "/healthz",
      setup: "node",
      installCommand: "npm ci",
      calls: ["shop-api", "orders"],
    },
  ],
};

/** What its owner has in it. */
export function bringShared(folder: string): void {
  for (const [path, text] of Object.entries({
    "services/api/Dockerfile": 'FROM scratch\nCOPY server /\nUSER 10001\nCMD ["/server"]\n',
    "services/api/go.mod": "module example.com/shop\n\ngo 1.24\n\nrequire github.com/prometheus/client_golang v1.23.0\n",
    "services/api/main.go":
      'package main\n\nimport "github.com/prometheus/client_golang/prometheus"\n\nvar took = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "http_request_duration_seconds"}, labels)\n',
    "docker/page.Dockerfile": 'FROM scratch\nCOPY page /\nUSER 10001\nCMD ["/page"]\n',
    page: "",
    "services/api/server": "",
  })) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
