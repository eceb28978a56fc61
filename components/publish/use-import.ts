'use client';

import { useEffect, useRef, useState } from 'react';
import type { Operation, Plan, RunOptions } from '@/lib/model/operations';
import { planImport, runPlan } from '@/lib/queries/operations';

type Into = { readonly virtualHost: string; readonly queue: string | null };
type State = {
  readonly file: File | null;
  readonly plan: Plan | null;
  readonly operation: Operation | null;
  readonly error: unknown;
  readonly isReading: boolean;
  readonly isStarting: boolean;
};

const nothing: State = { file: null, plan: null, operation: null, error: null, isReading: false, isStarting: false };

/** A file on its way: sent and planned, reviewed, started. Choosing another one ends the upload of the last. */
export function useImport(broker: string) {
  const [state, setState] = useState<State>(nothing);
  const upload = useRef<AbortController | null>(null);
  useEffect(() => () => upload.current?.abort(), []);

  async function read(file: File, into: Into): Promise<void> {
    upload.current?.abort();
    const current = new AbortController();
    upload.current = current;
    setState({ ...nothing, file, isReading: true });
    try {
      const plan = await planImport(broker, into, file, current.signal);
      if (!current.signal.aborted) setState({ ...nothing, file, plan });
    } catch (error) {
      if (!current.signal.aborted) setState({ ...nothing, file, error });
    }
  }

  async function start(plan: Plan, options: RunOptions): Promise<void> {
    setState((before) => ({ ...before, isStarting: true, error: null }));
    try {
      const operation = await runPlan(broker, plan.id, options);
      setState((before) => ({ ...before, isStarting: false, operation }));
    } catch (error) {
      setState((before) => ({ ...before, isStarting: false, error }));
    }
  }

  return {
    ...state,
    read: (file: File, into: Into) => void read(file, into),
    start: (plan: Plan, options: RunOptions) => void start(plan, options),
    reset: () => setState(nothing),
  };
}
