import type { Check } from "../finding";
import { documented, pagesOf } from "../pages/pages";

export const p03: Check = {
  id: "P03",
  title: "A block of a page does not say what it is",
  story:
    "Each command of the documentation is either run by a test or says what it needs that a test has not: a comment `<!-- run: id [in app|infra|docs] [cluster] [background] -->` or `<!-- outside: reason -->` stands above its block. Each block says its language.",
  *detect(workspace) {
    for (const repository of documented(workspace)?.repositories ?? [])
      for (const { file, page, isHeld } of pagesOf(repository))
        for (const { line, language, isCommand, marker } of page.blocks.filter((block) => isHeld(block.line))) {
          const at = (of: number) => ({ severity: "error" as const, place: { file, line: of }, evidence: file.lines[of - 1] ?? "" });
          if (!language)
            yield { ...at(line), cause: "the block does not say its language", fix: "Write it behind the fence: ```sh, ```text." };
          if (isCommand && !marker)
            yield {
              ...at(line),
              cause: "the command block has neither <!-- run: id --> nor <!-- outside: reason --> above it",
              fix: "Put one of them there.",
            };
          if (isCommand && marker?.kind === "run" && !marker.id)
            yield {
              ...at(marker.line),
              cause: "the marker is not <!-- run: id [in app|infra|docs] [cluster] [background] -->",
              fix: "Write it in that form.",
            };
        }
  },
};
