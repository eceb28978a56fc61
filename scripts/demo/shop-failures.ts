/** The ways in which the shop's services fail, each with the message and stack that a person would find in a log. */
export type ShopFailure = { readonly error: string; readonly stack: string };

const knownCurrencies: ReadonlySet<string> = new Set(['EUR', 'SEK', 'USD', 'JPY']);
/** The acquirer is away for the last fifth of every two minutes; what failed then works when it is replayed later. */
const OUTAGE_PERIOD_MS = 120_000;
const OUTAGE_SHARE = 0.2;

/** Sends the order to the customer: an order of a guest has none. */
export function fulfil(body: unknown): ShopFailure | null {
  return failureOf(() => {
    const order = body as { customer: { email: string } };
    if (order.customer.email === '') throw new Error('No address to send to');
  });
}

/** @returns true when the payment can't be captured whatever happens */
export function captureFailure(body: unknown): boolean {
  const currency = typeof body === 'object' && body !== null && 'currency' in body ? body.currency : null;
  return typeof currency !== 'string' || !knownCurrencies.has(currency);
}

export function outageFailure(nowMs: number): ShopFailure | null {
  if ((nowMs % OUTAGE_PERIOD_MS) / OUTAGE_PERIOD_MS < 1 - OUTAGE_SHARE || Math.random() < 0.7) return null;
  return failureOf(() => {
    throw new Error('Timeout after 3000 ms: POST https://acquirer.example.com/v2/captures');
  });
}

function failureOf(act: () => void): ShopFailure | null {
  try {
    act();
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { error: `${error.name}: ${error.message}`, stack: serviceStackOf(error) };
  }
}

/** The stack as the service itself would have it: without the paths of the machine that the demo runs on. */
function serviceStackOf(error: Error): string {
  const frames = (error.stack ?? '').split('\n').slice(1, 5);
  const named = frames.map((frame) =>
    frame.replace(/\((?:file:\/\/)?[^()]*\/([^/()]+)\)/, '(/app/src/$1)').replace(/at (?:file:\/\/)?\/[^ ]*\/([^/ ]+)$/, 'at /app/src/$1'),
  );
  return [`${error.name}: ${error.message}`, ...named].join('\n');
}
