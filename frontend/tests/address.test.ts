import { expect, test } from "vitest";
import { namedPiece } from "../src/address";

test("an address names a piece by its id and by nothing else", () => {
  const id = "0b1f9d2c-3a4e-4c5d-8e6f-7a8b9c0d1e2f";
  expect(namedPiece(`#piece=${id}`)).toBe(id);
  for (const other of ["", "#", "#main", "#piece=", "#piece=../jobs", `#piece=${id}/cancel`, `#PIECE=${id}`]) {
    expect(namedPiece(other)).toBeNull();
  }
});
