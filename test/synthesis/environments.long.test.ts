import { expectGitLedNowhere, expectSettingsIgnored } from "../support/git-surroundings";

jest.setTimeout(600_000);

test("variables of the environment lead git to no other repository, in any combination", () => expectGitLedNowhere(60));

test("settings of git that are a person's own change nothing of the first commit, in any combination", () => expectSettingsIgnored(60));
