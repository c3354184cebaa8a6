import { History } from "./history";

if (document.querySelector("#pieces")) {
  new History();
}
