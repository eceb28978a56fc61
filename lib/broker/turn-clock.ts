import type { Clock } from '../base/clock';

/** Reads the system's clock once a loop turn at most: messages of one turn share their time, and asking costs nothing. */
export class TurnClock implements Clock {
  private valueMs = 0;
  private isFresh = false;

  nowMs(): number {
    if (!this.isFresh) {
      this.isFresh = true;
      this.valueMs = Date.now();
      setImmediate(this.expire);
    }
    return this.valueMs;
  }

  private readonly expire = (): void => {
    this.isFresh = false;
  };
}
