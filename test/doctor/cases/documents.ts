import { deployment, type Tree } from "../support";
import type { Case } from "./case";

const CI = "on: push\npermissions: {contents: read}\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: make}]}}\n";
const flask = `from flask import Flask
app = Flask(__name__)
@app.route("/orders/<number>")
def order(number):
    return number
@app.route("/healthz")
def health():
    return "ok"
if __name__ == "__main__":
    app.run(host="0.0.0.0", port=8080)
`;
const program: Tree = { "app.py": flask, "requirements.txt": "flask==3.1.0\n" };
const page = (text: string) => `# Shop\n\n${text}\n`;
const shell = (command: string) => page(`\`\`\`sh\n${command}\n\`\`\``);
const badge = (file: string) =>
  page(`[![ci](https://github.com/octo/shop/actions/workflows/${file}/badge.svg)](https://github.com/octo/shop/actions)`);

const said = (what: string, tree: Tree, wrong: string, right: string, lookAlike: Tree): Case => ({
  id: "E44",
  what,
  severity: "warning",
  broken: { ...tree, "README.md": wrong },
  file: "README.md",
  repair: { "README.md": right },
  lookAlike,
});

/** What a document says, and the repository does not. */
export const documents: readonly Case[] = [
  said("the badge of a workflow that is named otherwise", { ".github/workflows/ci.yaml": CI }, badge("ci.yml"), badge("ci.yaml"), {
    "README.md": badge("ci.yml").replaceAll("octo/shop", "octo/other"),
    ".github/workflows/build.yaml": CI.replace("on: push", "# of https://github.com/octo/shop\non: push"),
    "other.md": "https://github.com/octo/shop https://github.com/octo/shop/issues\n",
  }),
  said(
    "a manifest that is named otherwise",
    { "k8s/web.yaml": deployment() },
    shell("kubectl apply -f k8s/deployment.yaml"),
    shell("kubectl apply -f k8s/web.yaml"),
    {
      "k8s/web.yaml": deployment(),
      "README.md": shell("kubectl apply -f my-values.yaml\ncd ../other\nkubectl apply -f k8s/deployment.yaml"),
    },
  ),
  said(
    "a folder to go to that is not there",
    { "service/Makefile": "all:\n\ttrue\n" },
    shell("git clone https://github.com/octo/shop.git\ncd shop/backend"),
    shell("git clone https://github.com/octo/shop.git\ncd shop/service"),
    {
      "service/Makefile": "all:\n\ttrue\n",
      "README.md": shell("git clone https://github.com/octo/shop.git my-shop\ncd my-shop\ncd ~/elsewhere"),
    },
  ),
  said(
    "a route that the program does not have",
    program,
    shell("curl http://localhost:8080/health"),
    shell("curl http://localhost:8080/healthz"),
    {
      ...program,
      "README.md": shell(
        "curl http://localhost:8080/orders/7?full=1\ncurl http://localhost:8080/\ncurl http://localhost:9090/api/v1/targets",
      ),
    },
  ),
  said("a placeholder that was left", {}, page("Image: `ghcr.io/your-username/shop`"), page("Image: `ghcr.io/octo/shop`"), {
    "README.md": shell("docker login -u YOUR_USERNAME ghcr.io\ngit clone https://github.com/<your-username>/shop.git"),
  }),
];
