import { StoreSimulation } from '../lib/broker/simulation/store-simulation';

/** `npm run sim -- [seed]`: that seed once, or seeds from a random one until interrupted or one fails. */
const given = process.argv[2];
const operationCount = Number(process.env['OPERATIONS'] ?? 2_000);
const seedCount = given === undefined ? Number(process.env['SEEDS'] ?? 1_000) : 1;
const firstSeed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);

for (let seed = firstSeed; seed < firstSeed + seedCount; seed++) {
  try {
    const simulation = new StoreSimulation({ seed, operationCount });
    simulation.run();
    if (given !== undefined) console.log(`seed ${seed}: ${simulation.cutCount} power cuts, all invariants hold`);
  } catch (error) {
    console.error(`seed ${seed} fails: OPERATIONS=${operationCount} npm run sim -- ${seed}`);
    console.error(error);
    process.exit(1);
  }
}
if (given === undefined) console.log(`${seedCount} seeds from ${firstSeed}: all invariants hold`);
