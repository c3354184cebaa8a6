import "../styles/main.scss";
import { Announcer } from "./announcer";
import { GenerateForm } from "./form";
import { Notice } from "./notice";
import { Piece } from "./piece";
import { Progress } from "./progress";
import { Studio } from "./studio";
import { Words } from "./words";

const words = Words.fromPage();
const announcer = new Announcer();
new Studio(new GenerateForm(words), new Progress(words, announcer), new Notice(words), new Piece(words, announcer));
