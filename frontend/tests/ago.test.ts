import { expect, test } from "vitest";
import { ago } from "../src/ago";

const NOW = new Date("2026-05-02T12:00:00Z");

test.each([
  ["2026-05-02T12:00:09Z", "now"],
  ["2026-05-02T11:59:20Z", "40 seconds ago"],
  ["2026-05-02T11:55:00Z", "5 minutes ago"],
  ["2026-05-02T09:00:00Z", "3 hours ago"],
  ["2026-05-01T11:00:00Z", "yesterday"],
  ["2026-04-29T11:00:00Z", "3 days ago"],
])("%s is %s", (then, words) => expect(ago(new Date(then), NOW, "en")).toBe(words));
