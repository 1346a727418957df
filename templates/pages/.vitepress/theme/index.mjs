import DefaultTheme from "vitepress/theme";
import { useData, useRoute } from "vitepress";
import { nextTick, onMounted, watch } from "vue";

async function draw(theme) {
  await nextTick();
  const blocks = document.querySelectorAll("pre.mermaid");
  if (blocks.length === 0) return;
  const { default: mermaid } = await import("mermaid");
  mermaid.initialize({ startOnLoad: false, theme });
  for (const block of blocks) {
    block.dataset.source ??= block.textContent;
    block.textContent = block.dataset.source;
    block.removeAttribute("data-processed");
  }
  await mermaid.run({ nodes: blocks });
}

export default {
  ...DefaultTheme,
  setup() {
    const route = useRoute();
    const { isDark } = useData();
    let drawn = Promise.resolve();
    // One after the other: both may change while it draws.
    const drawAgain = () => (drawn = drawn.then(() => draw(isDark.value ? "dark" : "neutral")));
    onMounted(drawAgain);
    watch([() => route.path, isDark], drawAgain);
  },
};
