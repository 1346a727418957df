import { isBeyondPlan, isTaken } from "../../src/github/errors";

const answer = (status: number, message: string, errors?: unknown[]) => ({ status, headers: {}, body: { message, errors } });

test.each([
  [403, "Upgrade to GitHub Pro or make this repository public to enable this feature."],
  [403, "Upgrade to GitHub Team or make this repository public to enable this feature."],
  [403, "Upgrade to GitHub Enterprise to enable this feature."],
  [
    422,
    "Failed to create the environment protection rule. Please ensure the billing plan supports the required reviewers protection rule.",
  ],
  [422, "Your current plan does not support GitHub Pages for this repository."],
])("%s %s is beyond the plan", (status, message) => {
  expect(isBeyondPlan(answer(status, message))).toBe(true);
});

test.each([
  [422, "Upgrade to GitHub Pro or make this repository public to enable this feature."],
  [404, "Your current plan does not support GitHub Pages for this repository."],
  [403, "Resource not accessible by personal access token"],
  [403, "Must have admin rights to Repository."],
  [403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."],
  [422, "Validation Failed"],
  // What an organization has to pay is no lack of its plan.
  [403, "The job was not started because of an issue with your billing plan."],
  [403, "Visibility can't be private. Please upgrade your subscription to create a new private repository."],
])("%s %s is not", (status, message) => {
  expect(isBeyondPlan(answer(status, message))).toBe(false);
});

test("what is there already is told from what was wrong", () => {
  expect(isTaken(answer(409, "GitHub Pages is already enabled."))).toBe(true);
  expect(isTaken(answer(409, "Already exists - Variable already exists"))).toBe(true);
  expect(isTaken(answer(422, "Repository creation failed.", [{ message: "name already exists on this account" }]))).toBe(true);
  expect(isTaken(answer(422, "Validation Failed", ["Name must be unique"]))).toBe(true);
  expect(isTaken(answer(422, "Validation Failed", ["Enforcement is not included in the list"]))).toBe(false);
});
