/** Work that is done once at the end of a loop turn, however often it was asked for: flushing output, coalesced confirms. */
export interface TurnTask {
  isScheduled: boolean;
  endTurn(): void;
}

/**
 * Runs scheduled tasks after the poll phase, when all sockets that had something to say were read. What tasks schedule
 * while they run waits for the next turn, so that reading goes on in between.
 */
export class Turn {
  private tasks: TurnTask[] = [];
  private running: TurnTask[] = [];

  /**
   * @param ended called when the tasks of a turn are done
   * @param failed told of a task that threw; the others still run
   */
  constructor(
    private readonly ended: () => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  schedule(task: TurnTask): void {
    if (task.isScheduled) return;
    task.isScheduled = true;
    if (this.tasks.push(task) === 1) setImmediate(this.run);
  }

  private readonly run = (): void => {
    const tasks = this.tasks;
    this.tasks = this.running;
    this.running = tasks;
    for (const task of tasks) {
      task.isScheduled = false;
      try {
        task.endTurn();
      } catch (error) {
        this.failed(error);
      }
    }
    tasks.length = 0;
    this.ended();
  };
}
