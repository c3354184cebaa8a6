/** Does one thing after another; of those that wait only the latest is done. */
export class Latest {
  private waiting: (() => Promise<void>) | null = null;
  private isBusy = false;

  /** Whoever is asked for next begins when `task`, which may not throw, is done. */
  ask(task: () => Promise<void>): void {
    this.waiting = task;
    if (!this.isBusy) {
      this.work();
    }
  }

  private async work(): Promise<void> {
    this.isBusy = true;
    for (let task = this.next(); task; task = this.next()) {
      await task();
    }
    this.isBusy = false;
  }

  private next(): (() => Promise<void>) | null {
    const task = this.waiting;
    this.waiting = null;
    return task;
  }
}
