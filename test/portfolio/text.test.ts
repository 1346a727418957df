import { resolvePortfolio } from "../../src/portfolio/portfolio";

const resolve = (options: object) => () => resolvePortfolio({ owner: "ada", ...options });

test.each([
  ["a\ud800b", "half of a character (U+D800)"],
  ["a\u0007b", "control character or line break (U+0007)"],
  ["a\u0085b", "control character or line break (U+0085)"],
  ["a\u2028b", "control character or line break (U+2028)"],
  ["a\ufffeb", "U+FFFE, which is no character"],
  ["a\u{1ffff}b", "U+1FFFF, which is no character"],
  ["see https://example.com/x", "the address https://example.com/x"],
  ["see www.example.com", "the address www.example.com"],
  ["Ada <ada@example.com>", "the e-mail address"],
  ["---", "no letter or digit"],
])("%j is refused as title and as author, with the reason", (text, message) => {
  expect(resolve({ title: text })).toThrow(message);
  expect(resolve({ author: text })).toThrow(message);
});

test("a title must not end like a sentence, an author may", () => {
  for (const end of ".,;:!。！") expect(resolve({ title: `Portfolio${end}` })).toThrow(`title: "Portfolio${end}" ends with ${end}`);
  expect(resolve({ title: "Why?", author: "Ada Lovelace Jr." })).not.toThrow();
});

test("an author of whom git would make nobody is refused", () => {
  expect(resolve({ author: "<>" })).toThrow("nothing but punctuation");
});

test.each(["Åda Лавлейс 愛", "👩‍💻 Ada", "a @ b, c@d", "a@a../b", "R&D <em>*x*</em> `y` ${{ z }}"])("%j is taken as it is", (text) => {
  expect(resolve({ title: text, author: text })()).toMatchObject({ title: text, author: text });
});

test("spaces around it are no part of it", () => {
  expect(resolve({ title: "  My portfolio ", author: "Ada\u00a0" })()).toMatchObject({ title: "My portfolio", author: "Ada" });
  expect(resolve({ title: "   " })).toThrow(/title: "" is not 1 to 80 characters/);
});
