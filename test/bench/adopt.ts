import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/portfolio";
import type { Result } from "./measure";
import { spentBy } from "./spent";

const FOLDERS = 50;
const FILES = 100; // in each of them

/** What detection costs in a repository of 5,000 files, and in a quarter of it. */
export function benchAdopt(): Result[] {
  const [quarter, whole] = [FOLDERS / 4, FOLDERS].map((folders) => spentBy(["inspect", repositoryOf(folders), "--json"]));
  return [
    {
      what: `detection in ${FOLDERS * FILES} files`,
      value: whole!.seconds,
      unit: "s CPU",
      reach: 1,
      note: `${whole!.megabytes.toFixed(0)} MB`,
    },
    { what: "its memory, to that of a quarter of them", value: whole!.megabytes / quarter!.megabytes, unit: "×", reach: 1.5 },
  ];
}

const FUNCTION =
  'def price(order, currency="EUR"):\n    """What it costs, with `app.get("/taxes")` in it."""\n    return order["sum"]  # without taxes\n\n';

/** A program in Flask: half of its files are source, each tenth of them has routes of its own. */
function repositoryOf(folders: number): string {
  const root = temporaryFolder();
  const names: string[] = [];
  for (let folder = 0; folder < folders; folder++) {
    mkdirSync(join(root, `m${folder}`));
    for (let file = 0; file < FILES; file++) {
      const name = `f${file}`;
      const isRouter = file % 20 === 1;
      if (isRouter) names.push(`m${folder}.${name}`);
      const routes = 'from flask import Blueprint\nbp = Blueprint("b", __name__)\n@bp.get("/orders/<int:id>")\ndef order(id): return {}\n';
      const [ending, text] = file % 2 ? ["py", (isRouter ? routes : "") + FUNCTION.repeat(40)] : ["yaml", "a: 1\n"];
      writeFileSync(join(root, `m${folder}`, `${name}.${ending}`), text!);
    }
  }
  const mounts = names.map((name, at) => `from ${name} import bp as b${at}\napp.register_blueprint(b${at}, url_prefix="/b${at}")\n`);
  writeFileSync(
    join(root, "app.py"),
    `from flask import Flask\napp = Flask(__name__)\n${mounts.join("")}@app.get("/health")\ndef h(): return "ok"\n`,
  );
  writeFileSync(join(root, "requirements.txt"), "flask\ngunicorn\n");
  writeFileSync(join(root, "Dockerfile"), 'FROM python:3.13\nCOPY . .\nEXPOSE 8000\nCMD ["gunicorn", "-b", ":8000", "app:app"]\n');
  return root;
}
