import type { EmbeddedState } from './embedded-broker';
import { findRuntime } from './runtime';

export type HealthReport = { readonly status: 'starting' | 'ok'; readonly version: string | null; readonly broker: EmbeddedState };

/** Ready as soon as the embedded broker has started or said why it can't: a port in use does not stop the console. */
export function readHealth(): { readonly isReady: boolean; readonly report: HealthReport } {
  const runtime = findRuntime();
  if (!runtime) return { isReady: false, report: { status: 'starting', version: null, broker: { state: 'starting' } } };
  const broker = runtime.embedded.state;
  const isReady = broker.state !== 'starting';
  return { isReady, report: { status: isReady ? 'ok' : 'starting', version: runtime.version, broker } };
}
