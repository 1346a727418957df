import type { Command } from "../command";
import type { Shell } from "../completion/script";

export const completion: Command<Record<never, never>> = {
  summary: "Print a completion script for a shell",
  positionals: [{ name: "shell", required: true, values: ["bash", "zsh", "fish"] satisfies Shell[] }],
  flags: {},
  examples: [
    "completion bash >> ~/.bash_completion",
    'completion zsh > "${fpath[1]}/_create-devops-portfolio"',
    "completion fish > ~/.config/fish/completions/create-devops-portfolio.fish",
  ],
  async run({ positionals: [shell] }, commands) {
    const { completionScript } = await import("../completion/script.js");
    process.stdout.write(completionScript(shell as Shell, commands));
  },
};
