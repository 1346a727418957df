import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface Notification {
  readonly alerts: readonly { readonly status: "firing" | "resolved"; readonly labels: Readonly<Record<string, string>> }[];
}

/** A webhook receiver on this machine, as a team would run one. Source: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export class Receiver {
  private readonly seen = new Set<string>();

  private constructor(private readonly server: Server) {
    server.on("request", (request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      request.on("end", () => {
        for (const { status, labels } of (JSON.parse(body) as Notification).alerts) this.seen.add(`${labels.alertname} ${status}`);
        response.end();
      });
    });
  }

  static start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.unref();
    return new Promise((resolve) => server.listen(0, "0.0.0.0", () => resolve(receiver)));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  has(status: "firing" | "resolved", alert: string): boolean {
    return this.seen.has(`${alert} ${status}`);
  }

  summary(): string {
    return [...this.seen].sort().join(", ") || "nothing";
  }
}
