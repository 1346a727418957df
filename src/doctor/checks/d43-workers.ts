import { appIn } from "../../workspace/source";
import type { Check } from "../finding";

export const d43: Check = {
  id: "D43",
  title: "Several workers, each with its own counters",
  story:
    "Symptom: counters go up and down from scrape to scrape, and rates have gaps. Each worker process of gunicorn or uvicorn counts for itself, and each scrape reaches another one.",
  *detect(workspace) {
    for (const dockerfile of workspace.dockerfiles) {
      const { command, file } = dockerfile;
      const text = command?.words.join(" ") ?? "";
      const workers = Number(/\b(?:gunicorn|uvicorn)\b.*?(?:\s-w[= ]?|--workers[= ])(\d+)/.exec(text)?.[1] ?? 1);
      if (workers < 2 || !command) continue;
      const app = appIn(file.repository, file.folder);
      if (!app.libraries.some(({ name }) => /prometheus|starlette|django/.test(name))) continue;
      if (
        workspace.files.some((other) => /PROMETHEUS_MULTIPROC_DIR|prometheus_multiproc_dir|Gunicorn\w*PrometheusMetrics/.test(other.text))
      )
        continue;
      yield {
        severity: "warning",
        place: dockerfile.at(command.line),
        evidence: text,
        cause: `${workers} workers count for themselves, and each scrape asks one of them`,
        fix: "Use one worker with threads (--workers 1 --threads 8), or PROMETHEUS_MULTIPROC_DIR with a MultiProcessCollector.",
      };
    }
  },
};
