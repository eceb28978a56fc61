import { describe, expect, it } from 'vitest';
import { InvariantError } from './store-model';
import { StoreSimulation } from './store-simulation';

describe('the durable message store on a disk that tears, fills up, fails and loses power', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('keeps its promise (seed %i)', (seed) => {
    const simulation = new StoreSimulation({ seed, operationCount: 1_000 });
    simulation.run();
    expect(simulation.cutCount).toBeGreaterThan(0);
  });

  it.each([77, 79])('keeps its promise when the power goes at any one completion of a disk operation (seed %i)', (seed) => {
    const operationCount = 200;
    const whole = new StoreSimulation({ seed, operationCount, cutAtCompletion: Number.POSITIVE_INFINITY });
    whole.run();
    expect(whole.completedCount).toBeGreaterThan(25);
    for (let completion = 0; completion < whole.completedCount; completion++) {
      new StoreSimulation({ seed, operationCount, cutAtCompletion: completion }).run();
    }
  });

  // The canaries: if the invariants could not fail, the runs above would prove nothing.
  it.each(['confirms-early', 'disk-forgets', 'loses-acknowledges'] as const)('notices a store that %s', (plantedBug) => {
    const run = () => {
      for (let seed = 1; seed <= 20; seed++) new StoreSimulation({ seed, operationCount: 600, plantedBug }).run();
    };
    expect(run).toThrow(InvariantError);
    expect(run).toThrow(/is lost|holds in part|returned after a clean stop|returned though|served wrong/);
  });
});
