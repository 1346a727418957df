// Measures the command, its output and its peers: ratios within one run on one machine, never an assertion in a test.
// Usage: npm run bench [-- GROUP...]
import { toolsPath } from "../support/tools";
import { benchAdopt } from "./adopt";
import { benchCreate, benchMany, benchPackage } from "./create";
import { benchDoctor } from "./doctor";
import { benchDoors } from "./doors";
import { print, type Result } from "./measure";
import { benchResynthesis, benchStatus } from "./resynthesis";
import { benchService } from "./service";

const groups: Readonly<Record<string, () => Result[] | Promise<Result[]>>> = {
  create: benchCreate,
  many: benchMany,
  resynthesis: benchResynthesis,
  status: benchStatus,
  package: benchPackage,
  service: benchService,
  doors: benchDoors,
  doctor: benchDoctor,
  adopt: benchAdopt,
};

async function main(): Promise<void> {
  process.env.PATH = toolsPath;
  const chosen = process.argv.slice(2);
  const unknown = chosen.filter((name) => !groups[name]);
  if (unknown.length > 0) throw new Error(`no group ${unknown.join(", ")}: there is ${Object.keys(groups).join(", ")}`);
  const results: Result[] = [];
  for (const [name, bench] of Object.entries(groups)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    console.error(`Measuring ${name} …`);
    results.push(...(await bench()));
  }
  print(results);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
