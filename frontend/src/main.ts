import "../styles/main.scss";
import { Announcer } from "./announcer";
import { Examples } from "./examples";
import { GenerateForm } from "./form";
import { Notice } from "./notice";
import { Piece } from "./piece";
import { Progress } from "./progress";
import { Studio } from "./studio";
import { Variations } from "./variations";
import { Words } from "./words";

const words = Words.fromPage();
const announcer = new Announcer();
const form = new GenerateForm(words);
const examples = new Examples(words);
form.onSubmit(() => examples.stop());
const [notice, piece] = [new Notice(words), new Piece(words, announcer)];
const variations = new Variations(words, announcer, notice, piece);
new Studio(words, form, new Progress(words, announcer), notice, piece, variations);
