/** What the page may say, in the reader's language: the server writes it into the page (`web/pages/words.py`). */
export class Words {
  private constructor(private readonly byKey: Readonly<Record<string, string>>) {}

  static fromPage(): Words {
    const element = document.getElementById("words");
    return new Words(JSON.parse(element?.textContent ?? "{}"));
  }

  static from(byKey: Readonly<Record<string, string>>): Words {
    return new Words(byKey);
  }

  has(key: string): boolean {
    return Object.hasOwn(this.byKey, key);
  }

  /** The sentence of a key, its `{names}` filled in. */
  say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    const sentence = this.byKey[key];
    if (sentence === undefined) {
      throw new Error(`no words for ${key}`);
    }
    return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  }
}
