// Records the command on a terminal of 80 columns, from the first question to the last screen, as .github/create.svg. Nothing is made up but
// the person, and the programs of the field, which are said to be there; what takes longer than a moment is shortened.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import headless from "@xterm/headless";

const root = fileURLToPath(new URL("../", import.meta.url));
const COLUMNS = 80;
const ROWS = 40;
const CELL = { width: 8.4, height: 18, font: 14 };
const MARGIN = 14;

/** In seconds: the longest that a picture stays, the last one, and the shortest. */
const PAUSE = 1.2;
const END = 8;
const STEP = 0.12;

/** What each question shows, and what is typed. */
const ANSWERS = [
  ["new folder?", "my-portfolio"],
  ["service called?", "shop"],
  ["owns the", "ada-l"],
  ["Which runtime", ""],
  ["Which cluster", ""],
  ["is the service reached", ""],
  ["your name?", "Ada L."],
  ["in one sentence?", ""],
  ["Write", ""],
  ["Start shop", "n"],
];

const scratch = mkdtempSync(join(tmpdir(), "record-"));
try {
  const frames = await framesOf(record());
  writeFileSync(join(root, ".github/create.svg"), picture(frames));
  console.log(`.github/create.svg: ${frames.length} pictures, ${Math.round(frames.at(-1).until)} s`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** What the terminal showed, and when. */
function record() {
  for (const program of ["docker", "kubectl", "helm", "minikube", "jq", "curl", "gh"])
    writeFileSync(join(scratch, program), `#!/bin/sh\n${program === "gh" ? "exit 1" : "echo 29.0.0"}\n`, { mode: 0o755 });
  const cast = join(scratch, "cast");
  const home = {
    HOME: scratch,
    GH_CONFIG_DIR: scratch,
    XDG_CONFIG_HOME: scratch,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
  const environment = {
    ...process.env,
    ...home,
    PATH: `${scratch}:${process.env.PATH}`,
    CAST: cast,
    CI: "",
    TERM: "xterm-256color",
    NODE_NO_WARNINGS: "1",
  };
  const typed = ANSWERS.map((pair) => pair.join("=>")).join("|");
  const command = [process.execPath, join(root, "bin/create-devops-portfolio.js")];
  const { status, stderr } = spawnSync("python3", [join(root, "test/support/on-a-terminal.py"), typed, ...command], {
    cwd: scratch,
    env: environment,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the command ended with ${status}: ${stderr}`);
  return readFileSync(cast, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => JSON.parse(line));
}

/** What is on the screen, row by row, and until when. */
async function framesOf(events) {
  const terminal = new headless.Terminal({ cols: COLUMNS, rows: ROWS, scrollback: 0, allowProposedApi: true });
  await write(terminal, "\x1b[1m$ npm create devops-portfolio@latest\x1b[0m\r\n");
  const frames = [];
  for (const [now, , data] of events) {
    const rows = rowsOf(terminal);
    const before = frames.at(-1);
    if (before && (now - before.until < STEP || JSON.stringify(before.rows) === JSON.stringify(rows))) before.until = now;
    else frames.push({ rows, until: now });
    await write(terminal, data);
  }
  return shortened([...frames, { rows: rowsOf(terminal), until: Number.POSITIVE_INFINITY }]);
}

/** No picture stays longer than it is looked at. */
function shortened(frames) {
  let [before, now] = [0, 0];
  return frames.map(({ rows, until }, index) => {
    now += Math.min(until - before, index === frames.length - 1 ? END : PAUSE);
    before = until;
    return { rows, until: now };
  });
}

function write(terminal, data) {
  return new Promise((done) => terminal.write(data, done));
}

/** A row is its pieces of one look each. */
function rowsOf(terminal) {
  const { active } = terminal.buffer;
  return Array.from({ length: ROWS }, (_, index) => {
    const line = active.getLine(active.baseY + index);
    const pieces = [];
    for (let column = 0; column < COLUMNS; column++) {
      const cell = line.getCell(column);
      const look = [cell.isFgDefault() ? "" : `c${cell.getFgColor()}`, cell.isBold() && "b", cell.isDim() && "d", cell.isInverse() && "i"]
        .filter(Boolean)
        .join(" ");
      const piece = pieces.at(-1);
      const text = cell.getChars() || " ";
      if (piece?.look === look) piece.text += text;
      else pieces.push({ look, column, text });
    }
    return pieces
      .map((piece) => ({ ...piece, text: piece.look.includes("i") ? piece.text : piece.text.trimEnd() }))
      .filter(({ text }) => text !== "");
  });
}

/** A strip of all screens, of which the window shows one after the other; a row that returns is drawn once. */
function picture(frames) {
  const height = ROWS * CELL.height + 2 * MARGIN;
  const width = Math.ceil(COLUMNS * CELL.width) + 2 * MARGIN;
  const total = frames.at(-1).until;
  const drawn = new Map();
  const screens = frames.map(({ rows }, index) => {
    const used = rows.map((pieces, row) => (pieces.length === 0 ? "" : `<use href="#${idOf(drawn, pieces)}" y="${row * CELL.height}"/>`));
    return `<g transform="translate(0 ${index * height})">${used.join("")}</g>`;
  });
  const at = (index) => (index === 0 ? 0 : Math.round((frames[index - 1].until / total) * 1e4) / 100);
  const steps = frames.map((_, index) => `${at(index)}%{transform:translateY(${-index * height}px)}`);
  const last = `transform:translateY(${-(frames.length - 1) * height}px)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="The command on a terminal">
<style>
text{font:${CELL.font}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#e6edf3;white-space:pre}
.b{font-weight:bold}.d{opacity:.6}.c0{fill:#6e7681}.c1{fill:#ff7b72}.c2{fill:#3fb950}.c3{fill:#d29922}.c4{fill:#58a6ff}.c5{fill:#bc8cff}.c6{fill:#39c5cf}.c7{fill:#b1bac4}.c8{fill:#8b949e}
#strip{animation:play ${total.toFixed(1)}s steps(1,end) infinite}
@keyframes play{${steps.join("")}100%{${last}}}
@media (prefers-reduced-motion:reduce){#strip{animation:none;${last}}}
</style>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<defs>${[...drawn.values()].map(({ id, svg }) => `<g id="${id}">${svg}</g>`).join("\n")}</defs>
<svg x="${MARGIN}" y="${MARGIN}" width="${width - 2 * MARGIN}" height="${ROWS * CELL.height}" overflow="hidden"><g id="strip">
${screens.join("\n")}
</g></svg>
</svg>
`;
}

function idOf(drawn, pieces) {
  const svg = pieces.map(textOf).join("");
  if (!drawn.has(svg)) drawn.set(svg, { id: `r${drawn.size}`, svg });
  return drawn.get(svg).id;
}

/** As wide as its cells, whatever font there is. */
function textOf({ look, column, text }) {
  const blank = /^ */.exec(text)[0].length;
  const shown = look.includes("i") ? text : text.slice(blank);
  const x = (column + (look.includes("i") ? 0 : blank)) * CELL.width;
  const size = `x="${round(x)}" y="${CELL.font}" textLength="${round(shown.length * CELL.width)}"`;
  if (!look.includes("i")) return `<text${look && ` class="${look}"`} ${size}>${escaped(shown)}</text>`;
  const box = `<rect x="${round(x)}" width="${round(shown.length * CELL.width)}" height="${CELL.height}" fill="#e6edf3"/>`;
  return `${box}<text ${size} style="fill:#0d1117">${escaped(shown)}</text>`;
}

function round(number) {
  return Math.round(number * 10) / 10;
}

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
